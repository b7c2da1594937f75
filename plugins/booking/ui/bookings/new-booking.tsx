import { createMemo, createSignal, type JSX, Match, Show, Switch as When } from 'solid-js'
import {
  Button,
  Choice,
  createForm,
  Dialog,
  Empty,
  known,
  LinkButton,
  notify,
  Skeleton,
  Switch,
  TextArea,
  TextField,
  useWorkspace,
} from '#kit'
import { refresh, useDesk } from '../desk.ts'
import { useServices, useSlots } from '../queries.ts'
import type { MadeBookings, Service } from '../types.ts'
import { durationWords, whenWords } from '../words.ts'
import { CustomerFields, readCustomer } from './customer-fields.tsx'
import { focusLate } from './focus-late.ts'
import { QuestionFields, readAnswers } from './question-fields.tsx'
import { RepeatFields, readRepeat } from './repeat-fields.tsx'
import { TakenNote } from './taken-note.tsx'
import { createWhen } from './when.ts'
import { WhenFields } from './when-fields.tsx'
import { WhoFields } from './who-fields.tsx'

export interface NewBookingProps {
  readonly open: boolean
  readonly day: string
  /** `09:30`, where a time of the calendar was chosen. */
  readonly time: string
  /** The column of the calendar that was chosen. */
  readonly resourceId: string
  readonly serviceId: string
  readonly onClose: () => void
}

/** Books somebody in: over the counter, or by phone. */
export function NewBookingDialog(props: NewBookingProps): JSX.Element {
  const workspace = useWorkspace()
  const services = useServices()
  const active = createMemo(() => services.all().filter((service) => service.active))
  return (
    <Dialog title="New booking" open={props.open} onClose={props.onClose}>
      <Show when={props.open}>
        <When fallback={<NewBookingForm {...props} services={active()} />}>
          <Match when={known(services.query) === undefined}>
            <Skeleton rows={5} />
          </Match>
          <Match when={active().length === 0}>
            <Empty
              icon="i-lucide-scissors"
              title="There is no service yet"
              action={
                <LinkButton look="primary" href={workspace().path('/booking/services/new')}>
                  Add a service
                </LinkButton>
              }
            >
              A service says what can be booked, how long it takes and who does it.
            </Empty>
          </Match>
        </When>
      </Show>
    </Dialog>
  )
}

function NewBookingForm(props: NewBookingProps & { readonly services: readonly Service[] }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const isDoneBy = (service: Service) =>
    service.needs.some(({ resources }) => resources.some(({ resourceId }) => resourceId === props.resourceId))
  const first =
    props.services.find(({ id }) => id === props.serviceId) ?? props.services.find(isDoneBy) ?? props.services[0]
  const [serviceId, setServiceId] = createSignal(first?.id ?? '')
  const service = () => props.services.find(({ id }) => id === serviceId())
  const [duration, setDuration] = createSignal<number>()
  const minutes = () => {
    const durations = service()?.durations ?? []
    return durations.find((each) => each === duration()) ?? durations[0]
  }
  const [who, setWho] = createSignal<readonly string[]>(props.resourceId === '' ? [] : [props.resourceId])
  /** Those of the wanted ones that this service takes. */
  const wanted = () => {
    const ids = service()?.needs.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId)) ?? []
    return who().filter((id) => ids.includes(id))
  }
  const [party, setParty] = createSignal(1)
  const [isTold, setIsTold] = createSignal(true)
  const when = createWhen({ day: props.day, time: props.time })
  const wish = () => ({ serviceId: serviceId(), durationMinutes: minutes(), resourceIds: wanted(), party: party() })
  const slots = useSlots(() => ({ ...wish(), day: when.day() }))
  const isUsual = (startsAt: string) =>
    known(slots)?.days.some((day) => day.slots.some((slot) => Date.parse(slot.startsAt) === Date.parse(startsAt))) ===
    true
  const form = createForm(async (data) => {
    const startsAt = when.startsAt() ?? ''
    const made = await workspace().api<MadeBookings>('/booking/bookings', {
      method: 'POST',
      body: {
        serviceId: serviceId(),
        startsAt,
        durationMinutes: minutes(),
        customer: readCustomer(data),
        party: party(),
        answers: readAnswers(service()?.questions ?? [], data),
        resourceIds: wanted(),
        staffNote: String(data.get('staffNote') ?? '').trim() || null,
        // Outside of the hours a business may still book somebody; what is taken stays taken.
        anyTime: !isUsual(startsAt),
        repeat: readRepeat(data),
        notify: isTold(),
      },
    })
    notify.done(madeWords(made, workspace().timeZone))
    props.onClose()
    await refresh(desk())
  })
  return (
    <form ref={focusLate} class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <TakenNote error={form.error()} onChoose={when.choose} />
      <div class="grid gap-4 sm:grid-cols-2">
        <Choice
          label="Service"
          class="min-h-10.5"
          autofocus={props.time === ''}
          options={props.services.map(({ id, name }) => ({ value: id, label: name }))}
          value={serviceId()}
          error={form.wrong('serviceId')}
          onChange={(event) => setServiceId(event.currentTarget.value)}
        />
        <Show when={(service()?.durations.length ?? 0) > 1}>
          <Choice
            label="How long"
            class="min-h-10.5"
            options={(service()?.durations ?? []).map((each) => ({ value: String(each), label: durationWords(each) }))}
            value={String(minutes())}
            error={form.wrong('durationMinutes')}
            onChange={(event) => setDuration(Number(event.currentTarget.value))}
          />
        </Show>
        <WhoFields service={service()} value={wanted()} onChange={setWho} />
        <Show when={(service()?.party.max ?? 1) > 1}>
          <TextField
            label="How many people"
            type="number"
            min={service()?.party.min ?? 1}
            max={service()?.party.max ?? 1}
            value={party()}
            error={form.wrong('party')}
            onChange={(event) => setParty(Math.max(1, Math.round(Number(event.currentTarget.value)) || 1))}
          />
        </Show>
      </div>
      <WhenFields when={when} wish={wish()} error={form.wrong('startsAt')} />
      <CustomerFields wrong={form.wrong} autofocus={props.time !== ''} />
      <QuestionFields questions={service()?.questions ?? []} wrong={form.wrong} />
      <TextArea label="Note for your team" name="staffNote" rows={2} error={form.wrong('staffNote')} />
      <RepeatFields wrong={form.wrong} />
      <Switch
        label="Tell the customer"
        hint="By email, as far as there is an address."
        checked={isTold()}
        onChange={setIsTold}
      />
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Book
        </Button>
      </div>
    </form>
  )
}

function madeWords({ booking, series, skipped }: MadeBookings, timeZone: string): string {
  const words = `${booking.customer?.name ?? 'Booked'}: ${whenWords(booking, timeZone)}`
  if (series.length < 2) return words
  const left = skipped.length === 0 ? '' : `, ${skipped.length} left out because they are taken`
  return `${words}, ${series.length} times in all${left}`
}
