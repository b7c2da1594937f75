import { createSignal, type JSX, Show } from 'solid-js'
import {
  Button,
  Choice,
  createForm,
  DateField,
  Dialog,
  ErrorNote,
  MoneyField,
  notify,
  TextField,
  useWorkspace,
} from '#kit'
import { CompanyChooser } from '../choosers/company-chooser.tsx'
import { ContactChooser } from '../choosers/contact-chooser.tsx'
import { usePeople } from '../people/people.ts'
import { PersonChoice } from '../people/person-choice.tsx'
import { useDesk } from '../records/desk.ts'
import { refreshRecords } from '../records/refresh.ts'
import type { Deal, Named, Pipeline } from '../types.ts'

export interface NewDealProps {
  readonly open: boolean
  readonly onClose: () => void
  /** Undefined where there is none yet: the API makes the first one along with the deal. */
  readonly pipeline: Pipeline | undefined
  /** The stage that it begins in; the first open one without it. */
  readonly stageId?: string | undefined
  readonly contact?: Named | null
  readonly company?: Named | null
  readonly onAdded?: (deal: Deal) => void
}

/** A new deal: what, how much, with whom. */
export function NewDeal(props: NewDealProps): JSX.Element {
  return (
    <Dialog title="New deal" open={props.open} onClose={props.onClose}>
      <Show when={props.open}>
        <NewDealForm {...props} />
      </Show>
    </Dialog>
  )
}

function NewDealForm(props: NewDealProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const people = usePeople()
  const openStages = () => props.pipeline?.stages.filter(({ kind }) => kind === 'open') ?? []
  const [stageId, setStageId] = createSignal(props.stageId ?? '')
  const [amount, setAmount] = createSignal<number | null>(null)
  const [contact, setContact] = createSignal<Named | null>(props.contact ?? null)
  const [company, setCompany] = createSignal<Named | null>(props.company ?? null)
  const [owner, setOwner] = createSignal<string | null | undefined>(undefined)
  const ownerId = () => (owner() === undefined ? (people.me() ?? null) : (owner() ?? null))
  const form = createForm(async (data) => {
    const value = amount()
    const stage = stageId() || openStages()[0]?.id
    const deal = await workspace().api<Deal>('/crm/deals', {
      method: 'POST',
      body: {
        title: String(data.get('title') ?? '').trim(),
        ...(props.pipeline === undefined ? {} : { pipelineId: props.pipeline.id }),
        ...(stage === undefined ? {} : { stageId: stage }),
        amount: value === null ? null : { amount: value, currency: workspace().currency },
        contactId: contact()?.id ?? null,
        companyId: company()?.id ?? null,
        ownerId: ownerId(),
        expectedClose: String(data.get('expectedClose') ?? '') || null,
      },
    })
    notify.done(`${deal.title} is on the board`)
    props.onClose()
    await refreshRecords(desk(), ['deals'])
    props.onAdded?.(deal)
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TextField
        label="What is it about?"
        name="title"
        placeholder="Wedding styling, May"
        maxlength={200}
        autocomplete="off"
        autofocus
        error={form.wrong('title')}
      />
      <div class="grid gap-4 sm:grid-cols-2">
        <MoneyField
          label="Worth"
          currency={workspace().currency}
          amount={amount()}
          onChange={setAmount}
          error={form.wrong('amount') ?? form.wrong('amount/amount')}
        />
        <DateField label="Should close on" name="expectedClose" error={form.wrong('expectedClose')} />
      </div>
      <Show when={workspace().can('crm.contacts.read')}>
        <ContactChooser label="Contact" value={contact()} onChange={setContact} error={form.wrong('contactId')} />
      </Show>
      <Show when={workspace().can('crm.companies.read')}>
        <CompanyChooser
          label="Company"
          canAdd
          value={company()}
          onChange={setCompany}
          error={form.wrong('companyId')}
        />
      </Show>
      <div class="grid gap-4 sm:grid-cols-2">
        <Show when={openStages().length > 1}>
          <Choice
            label="Stage"
            options={openStages().map(({ id, name }) => ({ value: id, label: name }))}
            value={stageId() || (openStages()[0]?.id ?? '')}
            onChange={(event) => setStageId(event.currentTarget.value)}
            error={form.wrong('stageId')}
          />
        </Show>
        <PersonChoice label="Owner" none="Nobody" value={ownerId()} onChange={setOwner} error={form.wrong('ownerId')} />
      </div>
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Add deal
        </Button>
      </div>
    </form>
  )
}
