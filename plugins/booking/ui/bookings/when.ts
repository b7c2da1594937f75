import { createSignal } from 'solid-js'
import { clockOf, dayOf, minutesOf, momentAt, useWorkspace } from '#kit'

/** A day and a time of the workspace's clock, as two fields hold them. */
export function createWhen(initial: { readonly day: string; readonly time: string }) {
  const workspace = useWorkspace()
  const [day, setDay] = createSignal(initial.day)
  const [time, setTime] = createSignal(initial.time)
  return {
    day,
    time,
    setDay: (next: string | null) => next !== null && setDay(next),
    setTime: (next: string | null) => setTime(next ?? ''),
    /** The moment for the API; undefined while there is no time. */
    startsAt: () => {
      const minutes = minutesOf(time())
      return minutes === undefined ? undefined : new Date(momentAt(day(), minutes, workspace().timeZone)).toISOString()
    },
    choose: (startsAt: string) => {
      const { timeZone } = workspace()
      setDay(dayOf(Date.parse(startsAt), timeZone))
      setTime(clockOf(Date.parse(startsAt), timeZone))
    },
  }
}

export type When = ReturnType<typeof createWhen>
