import { addDays, dayOf, minutesOf, momentAt, Problem } from '#kit'
import { type Desk, refresh } from '../desk.ts'
import { toQuery } from '../query-string.ts'
import type { Booking, Listed, Paged, Resource, Service } from '../types.ts'
import { sampleBookings, sampleResources, sampleServices, sampleWord } from './sample-data.ts'

/** Adds a salon to try things out with: people, a room, services, and some days of bookings. */
export async function addSamples(desk: Desk): Promise<void> {
  const { workspace } = desk
  const post = <Made>(path: string, body: unknown) => workspace.api<Made>(`/booking/${path}`, { method: 'POST', body })
  const [resources, services]: [Resource[], Service[]] = [[], []]
  try {
    for (const body of sampleResources) resources.push(await post('resources', body))
    for (const { amount, needs, more, ...words } of sampleServices)
      services.push(
        await post('services', {
          ...words,
          ...more,
          price: { amount, currency: workspace.currency },
          needs: needs.map((places) => ({
            resources: places.map((place) => ({ resourceId: resources[place]?.id ?? '' })),
            customerChooses: places.length > 1,
          })),
        }),
      )
    const today = dayOf(Date.now(), workspace.timeZone)
    for (const booking of sampleBookings) {
      const startMs = momentAt(addDays(today, booking.inDays), minutesOf(booking.time) ?? 0, workspace.timeZone)
      await post('bookings', {
        serviceId: services[booking.service]?.id ?? '',
        startsAt: new Date(startMs).toISOString(),
        customer: { name: booking.customer },
        resourceIds: booking.with.map((place) => resources[place]?.id ?? ''),
        staffNote: sampleWord,
        anyTime: true,
        notify: false,
      }).catch(ignoreTaken)
    }
  } finally {
    await refresh(desk)
  }
}

/** One sample less is no harm. */
function ignoreTaken(error: unknown): void {
  if (!(error instanceof Problem && error.status === 409)) throw error
}

export const isSample = ({ description }: Service) => description?.startsWith(`${sampleWord}:`) === true

/** Takes all of it away again; what was booked with it is cancelled, and nobody is told. */
export async function removeSamples(desk: Desk): Promise<void> {
  const { workspace } = desk
  const get = <Answer>(path: string) => workspace.api<Answer>(`/booking/${path}`)
  const remove = (path: string) => workspace.api(`/booking/${path}`, { method: 'DELETE' })
  const services = (await get<Listed<Service>>('services')).data.filter(isSample)
  const resources = (await get<Listed<Resource>>('resources')).data
  const names = new Set<string>(sampleResources.map(({ name }) => name))
  try {
    for (const { id } of services) {
      const asked = toQuery({ serviceId: id, status: 'pending,confirmed', limit: 100 })
      for (const booking of (await get<Paged<Booking>>(`bookings?${asked}`)).data)
        await workspace.api(`/booking/bookings/${booking.id}/cancel`, { method: 'POST', body: { notify: false } })
      await remove(`services/${id}`)
    }
    for (const { id, name } of resources) if (names.has(name)) await remove(`resources/${id}`)
  } finally {
    await refresh(desk)
  }
}
