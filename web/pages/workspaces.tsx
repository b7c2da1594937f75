import { A, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { Badge, Button, createForm, ErrorNote, Skeleton, TextField } from '#kit'
import { useOwnWorkspaces } from '../shell/mine.ts'
import { api, signOut, user } from '../shell/session.ts'
import { WorkspaceMark } from '../shell/workspace-mark.tsx'
import { Outside } from './outside.tsx'
import { roleNames } from './role-names.ts'
import { Invitations } from './workspaces/invitations.tsx'

/** Where somebody goes from here: into one of their workspaces, into one that they are invited to, or into a new one. */
export default function Workspaces(): JSX.Element {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const tenants = useOwnWorkspaces()
  const form = createForm(async (data) => {
    const body = { name: String(data.get('name')), ...ownZone() }
    const made = await api<{ slug: string }>('/tenants', { method: 'POST', body })
    await queries.invalidateQueries({ queryKey: ['workspaces'] })
    navigate(`/w/${made.slug}`)
  })
  const isFirst = () => tenants.data?.data.length === 0
  return (
    <Outside
      title={isFirst() ? 'Make your first workspace' : 'Your workspaces'}
      lead={`Signed in as ${user()?.name ?? ''}.`}
    >
      <Switch fallback={<Skeleton rows={2} />}>
        <Match when={tenants.error}>
          <ErrorNote error={tenants.error} retry={() => void tenants.refetch()} />
        </Match>
        <Match when={tenants.data}>
          {(list) => (
            <Show when={list().data.length > 0}>
              <ul class="card divide-y divide-line">
                <For each={list().data}>
                  {(tenant) => (
                    <li>
                      <A
                        href={`/w/${tenant.slug}`}
                        class="focusable flex min-h-14 items-center justify-between gap-3 rounded-xl px-4 py-3 no-underline hover:bg-raised"
                      >
                        <WorkspaceMark {...tenant} large />
                        <span class="min-w-0 flex-1 truncate font-medium">{tenant.name}</span>
                        <Badge>{roleNames[tenant.role]}</Badge>
                      </A>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Match>
      </Switch>
      <Invitations />
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <ErrorNote error={form.error()} />
        <TextField
          label="Name of a new workspace"
          name="name"
          placeholder="Salon Anna"
          required
          maxlength={100}
          autocomplete="organization"
          error={form.wrong('name')}
        />
        <Button type="submit" look={isFirst() ? 'primary' : 'plain'} icon="i-lucide-plus" busy={form.busy()}>
          Make workspace
        </Button>
      </form>
      <button
        type="button"
        class="focusable w-fit rounded text-sm underline"
        onClick={() => void signOut().then(() => navigate('/sign-in'))}
      >
        Sign out
      </button>
    </Outside>
  )
}

/** The clock of this device, where it is set to a place; the workspace can be told another one in its settings. */
function ownZone(): { timeZone?: string } {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return timeZone?.includes('/') && !timeZone.startsWith('Etc/') ? { timeZone } : {}
}
