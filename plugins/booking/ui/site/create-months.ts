import { type Accessor, batch, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { readQuery, writeQuery, zone } from '#site'
import { addMonths, monthOf } from './days.ts'
import { type Range, rangeOf, shownMonth } from './first-paths.ts'
import type { SlotDays } from './nouns.ts'

/** Free times are asked for again when what is shown is older: others book meanwhile. */
const freshMs = 60_000

export interface Months<Answer extends SlotDays> {
  readonly month: Accessor<string>
  /** Of this month; undefined while it is asked for. */
  readonly answer: Accessor<Answer | undefined>
  /** The last there was, whatever month it is of. */
  readonly latest: Accessor<Answer | undefined>
  readonly error: Accessor<unknown>
  readonly show: (month: string) => void
  /** Asks again, because something was booked. */
  readonly renew: () => void
}

/**
 * Free times by the month: one request for a month that is looked at, kept while it is fresh, and the next month
 * fetched ahead. A first month without any free time gives way to the next one.
 */
export function createMonths<Answer extends SlotDays>(options: {
  readonly load: (range: Range, fresh: boolean) => Promise<Answer>
  /** What the times depend on beside month and zone. */
  readonly key: () => string
}): Months<Answer> {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<Answer> }>()
  const month = createMemo(shownMonth)
  const [answer, setAnswer] = createSignal<Answer>()
  const [latest, setLatest] = createSignal<Answer>()
  const [error, setError] = createSignal<unknown>()
  const [round, setRound] = createSignal(0)
  let isFirst = readQuery('month') === undefined
  let isGone = false
  onCleanup(() => {
    isGone = true
  })

  const fetchMonth = (wanted: string): Promise<Answer> => {
    const key = `${wanted} ${zone()} ${options.key()}`
    const found = kept.get(key)
    if (found !== undefined && Date.now() - found.at < freshMs) return found.answer
    const asked = options.load(rangeOf(wanted), round() > 0)
    kept.set(key, { at: Date.now(), answer: asked })
    asked.catch(() => kept.delete(key))
    return asked
  }
  const follow = async (wanted: string, isCurrent: () => boolean) => {
    setError(undefined)
    setAnswer(undefined)
    try {
      const next = await fetchMonth(wanted)
      if (!isCurrent() || isGone) return
      batch(() => {
        setLatest(() => next)
        setAnswer(() => next)
      })
      await lookAhead(wanted, next, isCurrent)
    } catch (failure) {
      if (isCurrent()) setError(failure)
    }
  }
  const lookAhead = async (shown: string, { window, days }: Answer, isCurrent: () => boolean) => {
    const next = addMonths(shown, 1)
    const moves = isFirst && days.every(({ slots }) => slots.length === 0)
    isFirst = false
    if (next > monthOf(window.to)) return
    const ahead = await fetchMonth(next).catch(() => undefined)
    if (moves && isCurrent() && ahead?.days.some(({ slots }) => slots.length > 0) === true) writeQuery({ month: next })
  }
  let turn = 0
  createEffect(
    on([month, zone, options.key, round], ([wanted]) => {
      const mine = ++turn
      void follow(wanted, () => mine === turn)
    }),
  )
  return {
    month,
    answer,
    latest,
    error,
    show: (next) => writeQuery({ month: next, day: undefined }),
    renew: () => {
      kept.clear()
      setRound((count) => count + 1)
    },
  }
}
