import { ask } from '#site'
import { pagePath, queryOf, type Range, slotsPath } from './first-paths.ts'
import type {
  BookedAnswer,
  BookingPageView,
  Hold,
  HoldForm,
  NewHold,
  NewPublicBooking,
  NewWaiting,
  PublicBooking,
  PublicSlots,
  PublicWaiting,
  SlotDays,
} from './nouns.ts'

/** All that a visitor may ask of a workspace's bookings. */
export function bookingApi(workspace: string) {
  const send = <T>(path: string, method: 'GET' | 'POST' | 'DELETE' = 'GET', body?: object) =>
    ask<T>(workspace, 'booking', path, { method, ...(body === undefined ? {} : { body }) })
  const look = <T>(path: string, fresh: boolean) => ask<T>(workspace, 'booking', path, { fresh })
  const part = encodeURIComponent
  return {
    page: () => send<BookingPageView>(pagePath),
    slots: (service: string, range: Range, wanted: Readonly<Record<string, string | undefined>>, fresh: boolean) =>
      look<PublicSlots>(slotsPath(service, range, wanted), fresh),
    hold: (wanted: NewHold) => send<Hold>('/holds', 'POST', wanted),
    book: (token: string, form: HoldForm) => send<BookedAnswer>(`/holds/${part(token)}/confirm`, 'POST', form),
    bookSeries: (booking: NewPublicBooking) => send<BookedAnswer>('/bookings', 'POST', booking),
    booking: (token: string) => send<PublicBooking>(`/manage/${part(token)}`),
    otherSlots: (token: string, range: Range) => look<SlotDays>(`/manage/${part(token)}/slots?${queryOf(range)}`, true),
    move: (token: string, startsAt: string) => send<PublicBooking>(`/manage/${part(token)}/move`, 'POST', { startsAt }),
    cancel: (token: string, reason: string) => send<PublicBooking>(`/manage/${part(token)}/cancel`, 'POST', { reason }),
    wait: (wanted: NewWaiting) => send<PublicWaiting>('/waiting', 'POST', wanted),
    waiting: (token: string) => send<PublicWaiting>(`/waiting/${part(token)}`),
    accept: (token: string) => send<BookedAnswer>(`/waiting/${part(token)}/accept`, 'POST', {}),
    leave: (token: string) => send<PublicWaiting>(`/waiting/${part(token)}`, 'DELETE'),
  }
}

/** Lets go of a hold, also while the page is left. Its failure is nobody's concern: a hold ends by itself too. */
export async function letGo(workspace: string, token: string): Promise<void> {
  const url = `/api/public/${encodeURIComponent(workspace)}/booking/holds/${encodeURIComponent(token)}`
  await fetch(url, { method: 'DELETE', credentials: 'omit', keepalive: true }).catch(() => undefined)
}
