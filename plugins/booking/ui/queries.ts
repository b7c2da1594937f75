import { useQuery } from '@tanstack/solid-query'
import { type Accessor, createMemo } from 'solid-js'
import { known, useWorkspace } from '#kit'
import { may } from './may.ts'
import { toQuery } from './query-string.ts'
import type { Booking, Calendar, Listed, Resource, Service, SlotDays } from './types.ts'

/** Everything of the module lies under this, so that what others change is asked for again. */
export const keyOf = (slug: string, ...rest: readonly unknown[]) => [slug, 'booking', ...rest] as const

export function useServices() {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: keyOf(workspace().slug, 'services'),
    queryFn: () => workspace().api<Listed<Service>>('/booking/services'),
    enabled: workspace().can(may.readServices),
  }))
  const all = createMemo<readonly Service[]>(() => known(query)?.data ?? [])
  return { query, all, find: (id: string | undefined) => all().find((service) => service.id === id) }
}

export function useResources() {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: keyOf(workspace().slug, 'resources'),
    queryFn: () => workspace().api<Listed<Resource>>('/booking/resources'),
    enabled: workspace().can(may.readServices),
  }))
  const all = createMemo<readonly Resource[]>(() => known(query)?.data ?? [])
  return { query, all, find: (id: string | undefined) => all().find((resource) => resource.id === id) }
}

export const bookingKey = (slug: string, id: string) => keyOf(slug, 'booking', id)

export function useBooking(id: Accessor<string | undefined>) {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: bookingKey(workspace().slug, id() ?? ''),
    queryFn: () => workspace().api<Booking>(`/booking/bookings/${id()}`),
    enabled: id() !== undefined,
  }))
}

export interface SlotWish {
  readonly serviceId: string
  readonly day: string
  readonly durationMinutes: number | undefined
  readonly movingId?: string | undefined
  readonly resourceIds?: readonly string[]
  readonly party?: number
}

/** The times of a day that can be booked. */
export function useSlots(wish: Accessor<SlotWish | undefined>) {
  const workspace = useWorkspace()
  return useQuery(() => {
    const { day = '', resourceIds = [], ...rest } = wish() ?? {}
    const asked = toQuery({ ...rest, from: day, to: day, resourceIds: resourceIds.join() })
    return {
      queryKey: keyOf(workspace().slug, 'slots', asked),
      queryFn: () => workspace().api<SlotDays>(`/booking/slots?${asked}`),
      enabled: wish() !== undefined,
      // What is free now may be taken in a moment.
      staleTime: 0,
    }
  })
}

export function useCalendars(resourceId?: Accessor<string | undefined>) {
  const workspace = useWorkspace()
  const query = useQuery(() => ({
    queryKey: keyOf(workspace().slug, 'calendars'),
    queryFn: () => workspace().api<Listed<Calendar>>('/booking/calendars'),
    enabled: workspace().can(may.manageServices),
  }))
  const all = createMemo<readonly Calendar[]>(() =>
    (known(query)?.data ?? []).filter((each) => resourceId === undefined || each.resourceId === resourceId()),
  )
  return { query, all }
}
