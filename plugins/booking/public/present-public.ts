import type { InferOutput } from 'valibot'
import type { Tenant } from '#sdk'
import type { BookingRow } from '../bookings/select-bookings.ts'
import { presentBooking } from '../bookings/select-bookings.ts'
import type { Business, PublicBooking, PublicService, Service } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { momentText } from '../slots/moment-text.ts'

/** What is named of a resource where customers choose. */
export interface NamedResource {
  readonly id: string
  readonly name: string
  readonly colour: string | null
  readonly active: boolean
}

/** How the workspace shows itself to those who book. */
export function presentBusiness(tenant: Tenant, { welcome }: Settings): InferOutput<typeof Business> {
  const { name, slug, logoUrl, colour, timeZone, currency, language } = tenant
  return { name, slug, logoUrl, colour, timeZone, currency, language, welcome: welcome === '' ? null : welcome }
}

/** A service as those see it who book it. What leads to a phone or a video call is told once it is booked. */
export function presentPublicService(service: Service, resources: readonly NamedResource[]): PublicService {
  const { location } = service
  return {
    slug: service.slug,
    name: service.name,
    description: service.description,
    colour: service.colour,
    durations: service.durations,
    location: { kind: location.kind, details: location.kind === 'place' ? location.details : null },
    questions: service.questions,
    price: service.price,
    pricePer: service.pricePer,
    seats: service.seats,
    party: service.party,
    needsConfirmation: service.needsConfirmation,
    waitingList: service.waitingList,
    maxRepeats: service.maxRepeats,
    changeNoticeMinutes: service.changeNoticeMinutes,
    choices: service.needs
      .filter(({ customerChooses }) => customerChooses)
      .map(({ title, count, resources: members }) => ({
        title,
        count,
        resources: members.flatMap(({ resourceId }) => {
          const found = resources.find(({ id, active }) => id === resourceId && active)
          return found === undefined ? [] : [{ id: found.id, name: found.name, colour: found.colour }]
        }),
      })),
  }
}

/** Until when a customer can move or cancel a booking; null when that is over. */
export function changeableUntil(
  row: Pick<BookingRow, 'status' | 'startsAt'>,
  service: Service,
  now: Date,
): string | null {
  const until = Date.parse(row.startsAt) - service.changeNoticeMinutes * 60_000
  const isOpen = (row.status === 'confirmed' || row.status === 'pending') && until >= now.getTime()
  return isOpen ? momentText(until) : null
}

/** A booking as its customer sees it: without what the workspace notes for itself. */
export function presentPublicBooking(
  row: BookingRow,
  service: Service,
  desk: { readonly tenant: Tenant; readonly settings: Settings; readonly now: Date },
  resources: readonly NamedResource[],
): PublicBooking {
  const booking = presentBooking(row)
  const isOn = booking.status === 'confirmed'
  return {
    id: booking.id,
    status: booking.status,
    business: presentBusiness(desk.tenant, desk.settings),
    service: presentPublicService(service, resources),
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    durationMinutes: booking.durationMinutes,
    timeZone: booking.timeZone,
    customer: booking.customer,
    party: booking.party,
    resources: booking.resources.map(({ id, name }) => ({ id, name })),
    location: isOn || booking.location.kind === 'place' ? booking.location : { ...booking.location, details: null },
    price: booking.price,
    answers: booking.answers,
    note: booking.note,
    changeableUntil: changeableUntil(row, service, desk.now),
    cancelReason: booking.cancelReason,
  }
}
