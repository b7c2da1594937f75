import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import {
  Button,
  Confirm,
  createPanel,
  Empty,
  ErrorNote,
  known,
  LinkButton,
  Menu,
  notify,
  Page,
  Skeleton,
  useWorkspace,
} from '#kit'
import { BackLink } from './back-link.tsx'
import { copyOf } from './copy-of.ts'
import { refresh, useDesk } from './desk.ts'
import { BusyForm } from './hours/busy-form.tsx'
import { Calendars } from './hours/calendars.tsx'
import { DayOffDialog } from './hours/day-off-dialog.tsx'
import { DaysOff } from './hours/days-off.tsx'
import { Feeds } from './hours/feeds.tsx'
import { may } from './may.ts'
import { useResources } from './queries.ts'
import { ResourceForm } from './team/resource-form.tsx'
import { spanListWords, weekdayName, weekdays } from './team/week-words.ts'
import type { Resource } from './types.ts'

/** A person, a room or equipment: hours, days off, and calendars elsewhere. */
export default function ResourcePage(): JSX.Element {
  const params = useParams<{ id: string }>()
  const workspace = useWorkspace()
  const resources = useResources()
  const resource = () => resources.find(params.id)
  return (
    <Page
      title={resource()?.name ?? 'Team and rooms'}
      actions={<Show when={resource()}>{(shown) => <Actions resource={shown()} />}</Show>}
    >
      <BackLink path="/booking/team">Team and rooms</BackLink>
      <Switch fallback={<Skeleton rows={8} />}>
        <Match when={resource()}>{(shown) => <Known resource={shown()} />}</Match>
        <Match when={known(resources.query) !== undefined}>
          <Empty
            icon="i-lucide-search-x"
            title="This is not here"
            action={<LinkButton href={workspace().path('/booking/team')}>Team and rooms</LinkButton>}
          >
            It may have been deleted.
          </Empty>
        </Match>
        <Match when={resources.query.error}>
          <ErrorNote error={resources.query.error} retry={() => void resources.query.refetch()} />
        </Match>
      </Switch>
    </Page>
  )
}

function Known(props: { readonly resource: Resource }): JSX.Element {
  const workspace = useWorkspace()
  const panel = createPanel('do')
  const canWrite = () => workspace().can(may.writeHours)
  return (
    <div class="grid items-start gap-6 lg:grid-cols-2">
      <section class="card min-w-0 p-4 sm:p-6" aria-label="What it is, and its hours">
        <Show when={workspace().can(may.manageServices)} fallback={<Hours resource={props.resource} />}>
          <Show when={props.resource.id} keyed>
            {(_id) => (
              <ResourceForm
                resource={copyOf(props.resource)}
                kind={props.resource.kind}
                onSaved={({ name }) => notify.done(`${name} is saved`)}
              />
            )}
          </Show>
        </Show>
      </section>
      <div class="flex min-w-0 flex-col gap-6">
        <section class="card flex min-w-0 flex-col gap-4 p-4 sm:p-6" aria-labelledby="off">
          <h2 id="off" class="text-lg font-semibold">
            Days off and other hours
          </h2>
          <DaysOff resourceId={props.resource.id} />
          <Show when={canWrite()}>
            <div class="flex flex-wrap gap-2">
              <Button icon="i-lucide-palmtree" onClick={() => panel.open('off')}>
                Add days off
              </Button>
              <Button icon="i-lucide-ban" onClick={() => panel.open('busy')}>
                Block a time
              </Button>
            </div>
          </Show>
        </section>
        <Show when={workspace().can(may.manageServices)}>
          <section class="card flex min-w-0 flex-col gap-4 p-4 sm:p-6" aria-labelledby="calendars">
            <div>
              <h2 id="calendars" class="text-lg font-semibold">
                Calendars elsewhere
              </h2>
              <p class="text-soft">What stands in them blocks this calendar too.</p>
            </div>
            <Calendars resourceId={props.resource.id} />
          </section>
          <section class="card flex min-w-0 flex-col gap-4 p-4 sm:p-6" aria-labelledby="feeds">
            <div>
              <h2 id="feeds" class="text-lg font-semibold">
                These bookings in another calendar
              </h2>
              <p class="text-soft">A secret address for the calendar of a phone or a computer.</p>
            </div>
            <Feeds resourceId={props.resource.id} />
          </section>
        </Show>
      </div>
      <DayOffDialog open={panel.value() === 'off' && canWrite()} resourceId={props.resource.id} onClose={panel.close} />
      <BusyForm open={panel.value() === 'busy' && canWrite()} resourceId={props.resource.id} onClose={panel.close} />
    </div>
  )
}

function Hours(props: { readonly resource: Resource }): JSX.Element {
  return (
    <dl class="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
      {weekdays.map((weekday) => (
        <>
          <dt class="text-soft">{weekdayName(weekday)}</dt>
          <dd class="m-0 tabular-nums">{spanListWords(props.resource.hours[weekday]) || 'Closed'}</dd>
        </>
      ))}
    </dl>
  )
}

function Actions(props: { readonly resource: Resource }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const navigate = useNavigate()
  const [isAsking, setIsAsking] = createSignal(false)
  const remove = async () => {
    const { id, name } = props.resource
    await workspace().api(`/booking/resources/${id}`, { method: 'DELETE' })
    notify.done(`${name} is deleted`)
    navigate(workspace().path('/booking/team'), { replace: true })
    await refresh(desk())
  }
  return (
    <Show when={workspace().can(may.manageServices)}>
      <LinkButton
        icon="i-lucide-calendar-days"
        href={workspace().path(`/booking/calendar?view=week&who=${props.resource.id}`)}
      >
        Calendar
      </LinkButton>
      <Menu
        label={`More to do with ${props.resource.name}`}
        items={[{ label: 'Delete', icon: 'i-lucide-trash-2', danger: true, onSelect: () => setIsAsking(true) }]}
      />
      <Confirm
        title={`Delete ${props.resource.name}?`}
        action="Delete"
        open={isAsking()}
        onClose={() => setIsAsking(false)}
        onConfirm={remove}
      >
        Nothing more can be booked with it. As long as there are bookings ahead it stays.
      </Confirm>
    </Show>
  )
}
