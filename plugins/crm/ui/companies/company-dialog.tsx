import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Button,
  createForm,
  Dialog,
  ErrorNote,
  known,
  notify,
  Problem,
  Skeleton,
  TextArea,
  TextField,
  useWorkspace,
} from '#kit'
import { TagInput } from '../contact/tag-input.tsx'
import { CustomInputs } from '../fields/custom-inputs.tsx'
import { useFields } from '../fields/fields.ts'
import { recordKey } from '../records/keys.ts'
import { refreshRecords } from '../records/refresh.ts'
import type { Company } from '../types.ts'

export interface CompanyDialogProps {
  /** A company's id, `new`, or '' for closed. */
  readonly id: string
  readonly onClose: () => void
}

/** A company to add or change. */
export function CompanyDialog(props: CompanyDialogProps): JSX.Element {
  return (
    <Dialog
      title={props.id === 'new' ? 'Add a company' : 'Change the company'}
      open={props.id !== ''}
      onClose={props.onClose}
    >
      <Show when={props.id !== '' && props.id} keyed>
        {(id) =>
          id === 'new' ? <CompanyForm onClose={props.onClose} /> : <KnownCompany id={id} onClose={props.onClose} />
        }
      </Show>
    </Dialog>
  )
}

function KnownCompany(props: { readonly id: string; readonly onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: recordKey(workspace().slug, 'company', props.id),
    queryFn: () => workspace().api<Company>(`/crm/companies/${props.id}`),
  }))
  return (
    <Switch fallback={<Skeleton rows={4} />}>
      <Match when={known(query)} keyed>
        {(company) => <CompanyForm company={company} onClose={props.onClose} onReload={() => void query.refetch()} />}
      </Match>
      <Match when={query.error}>
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      </Match>
    </Switch>
  )
}

function CompanyForm(props: {
  readonly company?: Company
  readonly onClose: () => void
  readonly onReload?: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const fields = useFields('company')
  const company = props.company
  const before = Object.fromEntries(
    Object.entries(company?.custom ?? {}).map(([key, value]) => [key, String(value ?? '')]),
  )
  const [tags, setTags] = createSignal<string[]>(company?.tags ?? [])
  const [custom, setCustom] = createSignal<Readonly<Record<string, string>>>(before)
  const isBehind = () => {
    const error = form.error()
    return error instanceof Problem && error.status === 412
  }
  const form = createForm(async (data) => {
    const text = (name: string) => String(data.get(name) ?? '')
    const changed = Object.entries(custom()).filter(([key, value]) => value !== (before[key] ?? ''))
    const own = Object.fromEntries(changed.map(([key, value]) => [key, value === '' ? null : value]))
    const body = {
      name: text('name'),
      website: text('website'),
      notes: text('notes'),
      tags: tags(),
      ...(changed.length > 0 ? { custom: own } : {}),
    }
    const saved = await (company === undefined
      ? workspace().api<Company>('/crm/companies', { method: 'POST', body })
      : workspace().api<Company>(`/crm/companies/${company.id}`, {
          method: 'PATCH',
          body,
          headers: { 'if-match': `"${company.version}"` },
        }))
    notify.done(company === undefined ? `${saved.name} is in the list` : 'Saved')
    props.onClose()
    client.setQueryData(recordKey(workspace().slug, 'company', saved.id), saved)
    await refreshRecords({ workspace: workspace(), client }, ['companies'])
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <Show when={isBehind()}>
        <div class="flex flex-wrap items-center justify-between gap-2 rounded-lg bg-warn-soft px-4 py-3 text-warn">
          <p>Somebody changed this company meanwhile. Loading it anew replaces what stands here.</p>
          <Button class="text-ink" icon="i-lucide-refresh-cw" onClick={() => props.onReload?.()}>
            Load anew
          </Button>
        </div>
      </Show>
      <TextField
        label="Name"
        name="name"
        maxlength={200}
        autocomplete="off"
        autofocus
        value={company?.name ?? ''}
        error={form.wrong('name')}
      />
      <TextField
        label="Website"
        name="website"
        inputmode="url"
        autocomplete="off"
        value={company?.website ?? ''}
        error={form.wrong('website')}
      />
      <TagInput tags={tags()} onChange={setTags} error={form.wrong('tags') ?? form.wrong('tags/0')} />
      <CustomInputs
        fields={fields.written()}
        values={custom()}
        onChange={(key, value) => setCustom({ ...custom(), [key]: value })}
        wrong={(key) => form.wrong(`custom/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`)}
      />
      <TextArea label="Notes" name="notes" value={company?.notes ?? ''} error={form.wrong('notes')} />
      <div class="flex flex-wrap justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          {company === undefined ? 'Add company' : 'Save'}
        </Button>
      </div>
    </form>
  )
}
