import type { Context } from 'hono'
import type { PluginEnv } from '#sdk'
import { findBooking } from '../bookings/change-booking.ts'
import type { BookingRow } from '../bookings/select-bookings.ts'
import { errors } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { momentText } from '../slots/moment-text.ts'
import { presentPublicBooking } from './present-public.ts'
import { makeToken } from './tokens.ts'

export type PublicContext = Context<PluginEnv<Settings>>

/** A booking as its customer sees it now. */
export async function showBooking(c: PublicContext, id: string) {
  const { row, service } = await findBooking(c.var, id)
  return presentPublicBooking(row, service, c.var, [])
}

/** A new booking with the token that leads back to it, and the others of its series. */
export async function showBooked(c: PublicContext, rows: readonly BookingRow[], skipped: readonly number[]) {
  const [first, ...others] = rows
  if (first === undefined) throw errors.slotTaken()
  const { belongings } = c.var
  return {
    token: await makeToken(belongings, 'manage', first.id),
    booking: await showBooking(c, first.id),
    series: await Promise.all(
      others.map(async ({ id, startsAt }) => ({ token: await makeToken(belongings, 'manage', id), startsAt })),
    ),
    skipped: skipped.map(momentText),
  }
}
