import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createEffect, createSignal, For, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, focusTitle, known, Skeleton, useWorkspace, type Workspace } from '#kit'
import { pluginUis } from '../../registry.gen.ts'

interface Step {
  readonly title: string
  readonly why: string
  /** Under the workspace. */
  readonly path: string
  readonly permission: string
  readonly isDone: boolean
}

/** What is left to do until the workspace is of use, and what is done; gone when all is, or when it is put away. */
export function FirstSteps(): JSX.Element {
  const workspace = useWorkspace()
  const [isAway, setIsAway] = createSignal(readAway(workspace().id))
  const which = () => [...workspace().modules].sort().join()
  const query = useQuery(() => ({
    queryKey: [workspace().slug, 'first-steps', which()],
    queryFn: () => readSteps(workspace()),
    enabled: !isAway() && !wereAllDone(workspace().id, which()),
  }))
  const steps = () => known(query) ?? []
  const done = () => steps().filter((step) => step.isDone).length
  // Whoever has come so far is not asked again on each visit, nor is the page moved by the answer.
  createEffect(() => {
    if (known(query) !== undefined && done() === steps().length) storeAllDone(workspace().id, which())
  })
  const putAway = () => {
    setIsAway(true)
    storeAway(workspace().id)
    focusTitle()
  }
  return (
    <Show when={!isAway()}>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <Show when={!query.isLoading} fallback={<Skeleton rows={8} />}>
        <Show when={done() < steps().length}>
          <section class="card p-5 sm:p-6" aria-labelledby="first-steps">
            <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <h2 id="first-steps" class="text-lg font-semibold">
                First steps{' '}
                <span class="text-base font-normal text-soft">
                  {done()} of {steps().length} done
                </span>
              </h2>
              <Button look="quiet" onClick={putAway}>
                Put this away
              </Button>
            </div>
            <ol class="mt-3 flex flex-col divide-y divide-line">
              <For each={steps()}>{(step) => <StepRow step={step} />}</For>
            </ol>
          </section>
        </Show>
      </Show>
    </Show>
  )
}

function StepRow(props: { readonly step: Step }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <li>
      <A
        href={workspace().path(props.step.path)}
        class="focusable flex items-start gap-4 rounded-lg px-2 py-3.5 no-underline hover:bg-raised"
      >
        <span
          aria-hidden="true"
          class={`${props.step.isDone ? 'i-lucide-circle-check text-good' : 'i-lucide-circle text-faint'} mt-0.5 text-xl`}
        />
        <span class="flex-1">
          <span class={`block font-medium ${props.step.isDone ? 'text-soft line-through' : ''}`}>
            {props.step.title}
            <Show when={props.step.isDone}>
              <span class="sr-only"> (done)</span>
            </Show>
          </span>
          <span class="block text-soft">{props.step.why}</span>
        </span>
        <span aria-hidden="true" class="i-lucide-chevron-right mt-1 text-faint" />
      </A>
    </li>
  )
}

/** The workspace's own steps around those of the modules that are on; only what this person may do. */
async function readSteps(workspace: Workspace): Promise<Step[]> {
  const plugins = pluginUis.filter(({ id }) => workspace.modules.has(id))
  const [hasTeam, ...ofPlugins] = await Promise.all([
    hasCompany(workspace),
    ...plugins.flatMap(({ id, firstSteps = [] }) =>
      firstSteps
        .filter(({ permission }) => workspace.can(permission))
        .map(async (step) => ({ ...step, path: `/${id}${step.path}`, isDone: await step.isDone(workspace) })),
    ),
  ])
  return [
    {
      title: 'Turn on what you need',
      why: 'Start with Customers: everybody you work with, in one list.',
      path: '/modules',
      permission: 'plugins.manage',
      isDone: workspace.modules.size > 0,
    },
    ...ofPlugins,
    {
      title: 'Invite the people you work with',
      why: 'Each with just the rights they need.',
      path: '/members?invite=1',
      permission: 'members.manage',
      isDone: hasTeam,
    },
  ].filter(({ permission }) => workspace.can(permission))
}

async function hasCompany(workspace: Workspace): Promise<boolean> {
  if (!workspace.can('members.manage')) return true
  const [members, invitations] = await Promise.all([
    workspace.api<{ data: unknown[] }>('/members?limit=2'),
    workspace.api<{ data: unknown[] }>('/invitations?limit=1'),
  ])
  return members.data.length > 1 || invitations.data.length > 0
}

const [awayPrefix, donePrefix] = ['first-steps-away:', 'first-steps-done:']

function readAway(workspaceId: string): boolean {
  return read(awayPrefix + workspaceId) !== null
}

function storeAway(workspaceId: string): void {
  store(awayPrefix + workspaceId, '1')
}

/** A module that is turned on later brings steps of its own. */
function wereAllDone(workspaceId: string, modules: string): boolean {
  return read(donePrefix + workspaceId) === modules
}

function storeAllDone(workspaceId: string, modules: string): void {
  store(donePrefix + workspaceId, modules)
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Storage may be off; it is back with the next load then.
  }
}
