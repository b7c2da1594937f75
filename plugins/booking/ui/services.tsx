import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Badge, Empty, Keyed, LinkButton, Loaded, Page, useWorkspace } from '#kit'
import { may } from './may.ts'
import { useResources, useServices } from './queries.ts'
import { SampleButton } from './samples/sample-button.tsx'
import { SampleNote } from './samples/sample-note.tsx'
import type { Service } from './types.ts'
import { durationWords, namesOf, priceWords } from './words.ts'

const visibilities = { public: '', link: 'By private link', internal: 'For your team alone' } as const

/** What can be booked. */
export default function Services(): JSX.Element {
  const workspace = useWorkspace()
  const services = useServices()
  const canManage = () => workspace().can(may.manageServices)
  return (
    <Page
      title="Services"
      lead="What can be booked, how long it takes, and what it costs."
      actions={
        <Show when={canManage()}>
          <LinkButton look="primary" icon="i-lucide-plus" href={workspace().path('/booking/services/new')}>
            New service
          </LinkButton>
        </Show>
      }
    >
      <SampleNote />
      <Loaded query={services.query} rows={6}>
        {() => (
          <Show when={services.all().length > 0} fallback={<NoService canManage={canManage()} />}>
            <ul class="grid gap-3 sm:grid-cols-2">
              <Keyed each={services.all()}>{(service) => <ServiceCard service={service()} />}</Keyed>
            </ul>
          </Show>
        )}
      </Loaded>
    </Page>
  )
}

function ServiceCard(props: { readonly service: Service }): JSX.Element {
  const workspace = useWorkspace()
  const resources = useResources()
  const who = () =>
    namesOf(
      props.service.needs.flatMap((need) =>
        need.resources.flatMap(({ resourceId }) => resources.find(resourceId) ?? []),
      ),
    )
  const facts = () =>
    [
      props.service.durations.map(durationWords).join(' or '),
      priceWords(props.service.price),
      props.service.seats > 1 ? `${props.service.seats} seats` : '',
    ].filter((part) => part !== '')
  return (
    <li class="card relative flex min-w-0 gap-3 p-4 hover:bg-raised">
      <span aria-hidden="true" class="w-1.5 shrink-0 rounded-full" style={{ background: props.service.colour }} />
      <div class="min-w-0 flex-1">
        <A
          href={workspace().path(`/booking/services/${props.service.id}`)}
          class="inline-block min-h-6 rounded font-semibold no-underline outline-none [overflow-wrap:anywhere] after:absolute after:inset-0 after:rounded-xl after:content-[''] focus-visible:after:outline-3 focus-visible:after:outline-accent focus-visible:after:outline-solid"
        >
          {props.service.name}
        </A>
        <p>{facts().join(' · ')}</p>
        <p class="text-sm text-soft [overflow-wrap:anywhere]">{who() || 'Nobody does it yet'}</p>
        <p class="mt-2 flex flex-wrap gap-2 empty:hidden">
          <Show when={!props.service.active}>
            <Badge>Paused</Badge>
          </Show>
          <Show when={visibilities[props.service.visibility]}>{(words) => <Badge tone="accent">{words()}</Badge>}</Show>
          <Show when={props.service.needsConfirmation}>
            <Badge tone="warn">You confirm each</Badge>
          </Show>
        </p>
      </div>
    </li>
  )
}

function NoService(props: { readonly canManage: boolean }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <div class="card">
      <Empty
        icon="i-lucide-scissors"
        title="What can be booked with you?"
        action={
          <Show when={props.canManage}>
            <div class="flex flex-wrap justify-center gap-2">
              <LinkButton look="primary" icon="i-lucide-plus" href={workspace().path('/booking/services/new')}>
                Add the first service
              </LinkButton>
              <SampleButton />
            </div>
          </Show>
        }
      >
        A haircut, a table, a class, a room for an hour: whatever takes time and somebody or something.
      </Empty>
    </div>
  )
}
