import { useLocation, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import {
  Button,
  createForm,
  createPanel,
  ErrorNote,
  focusTitle,
  Loaded,
  Note,
  notify,
  Page,
  Problem,
  TextField,
  useWorkspace,
} from '#kit'
import { type Access, useAccess, useRefreshAccess } from './access.ts'
import { DeleteDialog } from './settings/delete-dialog.tsx'

/** The workspace itself: its name, its address, and its end. */
export default function Settings(): JSX.Element {
  const workspace = useWorkspace()
  const access = useAccess()
  const remove = createPanel('delete')
  return (
    <Page title="Settings" lead="The name and the address of this workspace.">
      <section aria-labelledby="name" class="card max-w-2xl p-4 sm:p-6">
        <h2 id="name" class="mb-4 text-lg font-semibold">
          Name and address
        </h2>
        <Show
          when={workspace().can('tenant.manage')}
          fallback={<Note icon="i-lucide-lock">Owners and managers change these.</Note>}
        >
          <Loaded query={access} rows={2}>
            {(found) => <NameForm access={found()} />}
          </Loaded>
        </Show>
      </section>
      <section aria-labelledby="danger" class="max-w-2xl rounded-xl border border-danger bg-card p-4 sm:p-6">
        <h2 id="danger" class="text-lg font-semibold">
          Delete this workspace
        </h2>
        <p class="mt-1 text-soft">Everybody loses access at once. Its data goes for good after 30 days.</p>
        <div class="mt-4">
          <Show
            when={workspace().can('tenant.delete')}
            fallback={<Note icon="i-lucide-lock">Only an owner deletes the workspace.</Note>}
          >
            <Button look="danger" icon="i-lucide-trash-2" onClick={() => remove.open()}>
              Delete workspace
            </Button>
          </Show>
        </div>
      </section>
      <Show when={workspace().can('tenant.delete') && remove.value()}>
        <DeleteDialog close={remove.close} />
      </Show>
    </Page>
  )
}

function NameForm(props: { readonly access: Access }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const location = useLocation()
  const refreshAccess = useRefreshAccess()
  const [sentVersion, setSentVersion] = createSignal(0)
  const form = createForm(async (data) => {
    setSentVersion(props.access.version)
    const body = { name: String(data.get('name')), slug: String(data.get('slug')).trim() }
    const headers = { 'if-match': `"${props.access.version}"` }
    const before = workspace()
    const changed = await before
      .api<{ name: string; slug: string }>('/tenant', { method: 'PATCH', body, headers })
      .catch(atAddress)
    if (changed.slug !== before.slug) {
      // The frame finds the workspace under its new address before it looks, so nothing on the page blinks.
      queries.setQueryData([changed.slug, 'workspace'], { ...props.access, ...changed })
      navigate(location.pathname.replace(/^\/w\/[^/]+/, `/w/${changed.slug}`), { replace: true })
    }
    await Promise.all([refreshAccess(), queries.invalidateQueries({ queryKey: ['workspaces'] })])
    notify.done('Saved')
  })
  const isOutdated = () => form.error() instanceof Problem && (form.error() as Problem).status === 412
  // Once the newer name is here, what was wrong is over.
  const error = () => (isOutdated() && sentVersion() !== props.access.version ? undefined : form.error())
  const load = () => void refreshAccess().then(focusTitle)
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
      <ErrorNote error={error()} {...(isOutdated() ? { retry: load } : {})} />
      <TextField
        label="Name"
        name="name"
        value={props.access.name}
        maxlength={100}
        autocomplete="organization"
        error={form.wrong('name')}
      />
      <TextField
        label="Address"
        name="slug"
        value={props.access.slug}
        maxlength={63}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        hint={`The end of the link to it: ${window.location.origin}/w/${props.access.slug}. Links with the old address stop working when you change it.`}
        error={form.wrong('slug')}
      />
      <div>
        <Button type="submit" look="primary" busy={form.busy()}>
          Save
        </Button>
      </div>
    </form>
  )
}

/** An address that is taken is said where the address is. */
function atAddress(error: unknown): never {
  if (error instanceof Problem && error.code === 'kernel.slugTaken')
    throw new Problem(error.status, { ...error.facts, errors: [{ pointer: '#/slug', detail: error.message }] })
  throw error
}
