import { type JSX, Show } from 'solid-js'
import {
  Badge,
  Button,
  createForm,
  ErrorNote,
  Keyed,
  Loaded,
  notify,
  relativeTime,
  TextField,
  useWorkspace,
} from '#kit'
import { refresh, useDesk } from '../desk.ts'
import { useCalendars } from '../queries.ts'
import type { Calendar } from '../types.ts'

const states = {
  new: { label: 'Not read yet', tone: 'plain' },
  working: { label: 'Works', tone: 'good' },
  failing: { label: 'Cannot be read', tone: 'danger' },
} as const

/** Calendars elsewhere, by the secret addresses of their feeds. */
export function Calendars(props: { readonly resourceId: string }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const calendars = useCalendars(() => props.resourceId)
  const form = createForm(async (data, element) => {
    await workspace().api('/booking/calendars', {
      method: 'POST',
      body: {
        resourceId: props.resourceId,
        name: String(data.get('name') ?? '').trim(),
        url: String(data.get('url') ?? '').trim(),
      },
    })
    element.reset()
    notify.done('The calendar is connected')
    await refresh(desk())
  })
  const remove = (calendar: Calendar) =>
    workspace()
      .api(`/booking/calendars/${calendar.id}`, { method: 'DELETE' })
      .then(() => notify.done(`${calendar.name} blocks nothing any more`))
      .then(() => refresh(desk()))
      .catch(notify.failed)
  return (
    <>
      <Loaded query={calendars.query} rows={1}>
        {() => (
          <Show when={calendars.all().length > 0}>
            <ul class="flex flex-col divide-y divide-line">
              <Keyed each={calendars.all()}>
                {(calendar) => (
                  <li class="flex items-start justify-between gap-3 py-2">
                    <div class="min-w-0">
                      <p class="flex flex-wrap items-center gap-2 font-medium [overflow-wrap:anywhere]">
                        {calendar().name}
                        <Badge tone={states[calendar().state].tone}>{states[calendar().state].label}</Badge>
                      </p>
                      <p class="text-sm text-soft [overflow-wrap:anywhere]">
                        {calendar().problem ?? [calendar().host, readWords(calendar())].filter(Boolean).join(', ')}
                      </p>
                    </div>
                    <button
                      type="button"
                      aria-label={`Remove ${calendar().name}`}
                      class="focusable grid min-h-10 min-w-10 shrink-0 place-items-center rounded-lg text-soft hover:bg-raised"
                      onClick={() => void remove(calendar())}
                    >
                      <span aria-hidden="true" class="i-lucide-trash-2" />
                    </button>
                  </li>
                )}
              </Keyed>
            </ul>
          </Show>
        )}
      </Loaded>
      <form class="flex flex-col gap-3" onSubmit={form.onSubmit}>
        <ErrorNote error={form.error()} />
        <TextField
          label="Name of the calendar"
          name="name"
          placeholder="Private"
          maxlength={200}
          error={form.wrong('name')}
        />
        <TextField
          label="Secret address in iCal format"
          name="url"
          inputmode="url"
          placeholder="https://…/basic.ics"
          hint="In Google Calendar: Settings of the calendar, Integrate calendar. In Outlook: Shared calendars, Publish."
          autocomplete="off"
          error={form.wrong('url')}
        />
        <div>
          <Button type="submit" icon="i-lucide-plug" busy={form.busy()}>
            Connect
          </Button>
        </div>
      </form>
    </>
  )
}

function readWords({ fetchedAt, events }: Calendar): string {
  if (fetchedAt === null) return ''
  return `${events === 1 ? '1 time' : `${events} times`} blocked, read ${relativeTime(fetchedAt)}`
}
