import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import { ErrorNote, known, Page, Skeleton, useWorkspace } from '#kit'
import { user } from '../shell/session.ts'

interface Step {
  readonly title: string
  readonly why: string
  readonly path: string
  readonly isDone: boolean
  readonly permission: string
}

/** The first page of a workspace: the way to its first useful result, then to what is used each day. */
export default function Home(): JSX.Element {
  const workspace = useWorkspace()
  const facts = useQuery(() => ({
    queryKey: [workspace().slug, 'first-steps'],
    queryFn: async () => {
      const [members, invitations, contacts] = await Promise.all([
        workspace().api<{ data: unknown[] }>('/members?limit=2'),
        workspace().can('members.manage') ? workspace().api<{ data: unknown[] }>('/invitations?limit=1') : { data: [] },
        workspace().modules.has('crm') ? workspace().api<{ data: unknown[] }>('/crm/contacts?limit=1') : { data: [] },
      ])
      return { hasTeam: members.data.length > 1 || invitations.data.length > 0, hasContacts: contacts.data.length > 0 }
    },
  }))
  const steps = (): Step[] => [
    {
      title: 'Turn on what you need',
      why: 'Start with Customers: everybody you work with, in one list.',
      path: '/modules',
      isDone: workspace().modules.size > 0,
      permission: 'plugins.manage',
    },
    {
      title: 'Bring your contacts',
      why: 'From Google, Outlook, HubSpot or any table, in a minute.',
      path: workspace().modules.has('crm') ? '/crm/import' : '/modules',
      isDone: known(facts)?.hasContacts === true,
      permission: workspace().modules.has('crm') ? 'crm.contacts.import' : 'plugins.manage',
    },
    {
      title: 'Invite the people you work with',
      why: 'Each with just the rights they need.',
      path: '/members',
      isDone: known(facts)?.hasTeam === true,
      permission: 'members.manage',
    },
  ]
  const open = () => steps().filter((step) => workspace().can(step.permission))
  const done = () => open().filter((step) => step.isDone).length
  return (
    <Page title={`Hello ${user()?.name.split(' ')[0] ?? ''}`} lead={`This is ${workspace().name}.`}>
      <ErrorNote error={facts.error} retry={() => void facts.refetch()} />
      <Show when={!facts.isLoading} fallback={<Skeleton rows={3} />}>
        <Show
          when={open().length > 0 && done() < open().length}
          fallback={<p class="text-soft">Everything is set up. Choose on the left where to go.</p>}
        >
          <section class="card p-5 sm:p-6" aria-labelledby="first-steps">
            <div class="flex items-baseline justify-between gap-4">
              <h2 id="first-steps" class="text-lg font-semibold">
                First steps
              </h2>
              <p class="text-sm text-soft">
                {done()} of {open().length} done
              </p>
            </div>
            <ol class="mt-4 flex flex-col divide-y divide-line">
              <For each={open()}>
                {(step) => (
                  <li>
                    <A
                      href={workspace().path(step.path)}
                      class="focusable flex items-start gap-4 rounded-lg px-2 py-3.5 no-underline hover:bg-raised"
                    >
                      <span
                        aria-hidden="true"
                        class={`${step.isDone ? 'i-lucide-circle-check text-good' : 'i-lucide-circle text-faint'} mt-0.5 text-xl`}
                      />
                      <span class="flex-1">
                        <span class={`block font-medium ${step.isDone ? 'text-soft line-through' : ''}`}>
                          {step.title}
                          <Show when={step.isDone}>
                            <span class="sr-only"> (done)</span>
                          </Show>
                        </span>
                        <span class="block text-soft">{step.why}</span>
                      </span>
                      <span aria-hidden="true" class="i-lucide-chevron-right mt-1 text-faint" />
                    </A>
                  </li>
                )}
              </For>
            </ol>
          </section>
        </Show>
      </Show>
    </Page>
  )
}
