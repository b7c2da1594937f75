import { A, useSearchParams } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, Empty, Keyed, Loaded, Page, useWorkspace } from '#kit'
import { DayOffDialog } from './hours/day-off-dialog.tsx'
import { DaysOff } from './hours/days-off.tsx'
import { may } from './may.ts'
import { useResources } from './queries.ts'
import { firstOf } from './query-string.ts'
import { SampleButton } from './samples/sample-button.tsx'
import { SampleNote } from './samples/sample-note.tsx'
import { ResourceDialog } from './team/resource-dialog.tsx'
import { weekWords } from './team/week-words.ts'
import type { Resource, ResourceKind } from './types.ts'
import { kindWords } from './words.ts'

const kinds: readonly ResourceKind[] = ['person', 'room', 'equipment']

/** Who and what can be booked, and the days on which nobody can. */
export default function Team(): JSX.Element {
  const workspace = useWorkspace()
  const resources = useResources()
  const [search, setSearch] = useSearchParams<Record<string, string>>()
  const canManage = () => workspace().can(may.manageServices)
  const add = (kind: string) => setSearch({ new: kind })
  const asked = () => kinds.find((kind) => kind === firstOf(search.new))
  return (
    <Page
      title="Team and rooms"
      lead="Who works, where, and with what, each with their hours."
      actions={
        <Show when={canManage()}>
          <Button look="primary" icon="i-lucide-plus" onClick={() => add('person')}>
            Add
          </Button>
        </Show>
      }
    >
      <SampleNote />
      <Loaded query={resources.query} rows={6}>
        {() => (
          <Show
            when={resources.all().length > 0}
            fallback={<NobodyYet canManage={canManage()} onAdd={() => add('person')} />}
          >
            <For each={kinds}>
              {(kind) => <Group kind={kind} resources={resources.all().filter((each) => each.kind === kind)} />}
            </For>
          </Show>
        )}
      </Loaded>
      <section class="card flex min-w-0 flex-col gap-4 p-4 sm:p-6" aria-labelledby="closed">
        <div class="flex flex-wrap items-start justify-between gap-3">
          <div class="min-w-0">
            <h2 id="closed" class="text-lg font-semibold">
              Days off of the whole business
            </h2>
            <p class="text-soft">Holidays, or other hours for everybody on some days.</p>
          </div>
          <Show when={workspace().can(may.writeHours)}>
            <Button icon="i-lucide-plus" onClick={() => setSearch({ off: 'new' })}>
              Add days off
            </Button>
          </Show>
        </div>
        <DaysOff resourceId={null} />
      </section>
      <ResourceDialog
        open={asked() !== undefined && canManage()}
        kind={asked() ?? 'person'}
        onClose={() => setSearch({ new: undefined }, { replace: true })}
      />
      <DayOffDialog
        open={firstOf(search.off) !== '' && workspace().can(may.writeHours)}
        resourceId={null}
        onClose={() => setSearch({ off: undefined }, { replace: true })}
      />
    </Page>
  )
}

function Group(props: { readonly kind: ResourceKind; readonly resources: readonly Resource[] }): JSX.Element {
  return (
    <Show when={props.resources.length > 0}>
      <section aria-labelledby={`group-${props.kind}`}>
        <h2 id={`group-${props.kind}`} class="mb-3 text-lg font-semibold">
          {kindWords[props.kind].many}
        </h2>
        <ul class="grid gap-3 sm:grid-cols-2">
          <Keyed each={props.resources}>{(resource) => <ResourceCard resource={resource()} />}</Keyed>
        </ul>
      </section>
    </Show>
  )
}

function ResourceCard(props: { readonly resource: Resource }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <li class="card relative flex min-w-0 items-start gap-3 p-4 hover:bg-raised">
      <span
        aria-hidden="true"
        class="grid h-10 w-10 shrink-0 place-items-center rounded-full text-lg text-white"
        style={{ background: props.resource.colour ?? '#5b6770' }}
      >
        <span class={kindWords[props.resource.kind].icon} />
      </span>
      <div class="min-w-0 flex-1">
        <A
          href={workspace().path(`/booking/team/${props.resource.id}`)}
          class="inline-block min-h-6 rounded font-semibold no-underline outline-none [overflow-wrap:anywhere] after:absolute after:inset-0 after:rounded-xl after:content-[''] focus-visible:after:outline-3 focus-visible:after:outline-accent focus-visible:after:outline-solid"
        >
          {props.resource.name}
        </A>
        <p class="text-sm text-soft">{weekWords(props.resource.hours)}</p>
        <p class="mt-2 flex flex-wrap gap-2 empty:hidden">
          <Show when={!props.resource.active}>
            <Badge>Paused</Badge>
          </Show>
          <Show when={props.resource.capacity > 1}>
            <Badge tone="accent">{props.resource.capacity} at once</Badge>
          </Show>
        </p>
      </div>
    </li>
  )
}

function NobodyYet(props: { readonly canManage: boolean; readonly onAdd: () => void }): JSX.Element {
  return (
    <div class="card">
      <Empty
        icon="i-lucide-users-round"
        title="Who can be booked?"
        action={
          <Show when={props.canManage}>
            <div class="flex flex-wrap justify-center gap-2">
              <Button look="primary" icon="i-lucide-plus" onClick={() => props.onAdd()}>
                Add the first one
              </Button>
              <SampleButton />
            </div>
          </Show>
        }
      >
        A person, a room, a chair: each has hours, and nobody is ever booked twice at the same time.
      </Empty>
    </div>
  )
}
