import { type Accessor, createMemo, createSignal } from 'solid-js'
import { dayOf, useWorkspace } from '#kit'

const [now, setNow] = createSignal(Date.now())
let isTicking = false

/** The moment, at most half a minute old; a page that stays open sees time go by. */
export function useNow(): Accessor<number> {
  if (!isTicking) setInterval(() => setNow(Date.now()), 30_000)
  isTicking = true
  return now
}

/** The day that it is in the workspace. */
export function useToday(): Accessor<string> {
  const workspace = useWorkspace()
  const moment = useNow()
  return createMemo(() => dayOf(moment(), workspace().timeZone))
}
