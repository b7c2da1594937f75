import { language, Problem, zone } from '#site'
import { bookingApi } from './api.ts'
import type { createHold } from './create-hold.ts'
import { type Draft, formOf, repeatOf } from './draft.ts'
import type { BookedAnswer, PublicService, Slot } from './nouns.ts'
import { wantedBody } from './wanted.ts'

type Keeper = ReturnType<typeof createHold>

/** Books a time with what the visitor has written. A hold that ran out is taken anew: whoever is first gets the time. */
export async function sendBooking(
  workspace: string,
  keeper: Keeper,
  draft: Draft,
  slot: Slot,
  service: PublicService,
): Promise<BookedAnswer> {
  const api = bookingApi(workspace)
  const form = formOf(draft, { timeZone: zone(), language: language() })
  const repeat = repeatOf(draft)
  if (repeat !== null) {
    // A series is all of its times at once; the first is let go of, to be taken with the others.
    await keeper.release()
    return api.bookSeries({ ...wantedBody(service), startsAt: slot.startsAt, ...form, repeat })
  }
  const held = keeper.hold()
  if (held !== undefined) {
    try {
      return await api.book(held.token, form)
    } catch (error) {
      if (!(error instanceof Problem) || !isGone(error)) throw error
      keeper.forget()
    }
  }
  const anew = await keeper.take(slot, service)
  if (anew === undefined) throw new Problem(409, { type: 'booking.slotTaken' })
  return api.book(anew.token, form)
}

function isGone({ code, status }: Problem): boolean {
  return status === 404 || code === 'booking.holdOver'
}
