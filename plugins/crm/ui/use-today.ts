import { type Accessor, createMemo, createSignal } from 'solid-js'
import { useWorkspace } from '#kit'
import { todayIn } from './days.ts'

const [now, setNow] = createSignal(new Date())
let isTicking = false

/** The day that it is in the workspace, `2026-11-30`; a page that stays open over midnight notices. */
export function useToday(): Accessor<string> {
  const workspace = useWorkspace()
  if (!isTicking) setInterval(() => setNow(new Date()), 60_000)
  isTicking = true
  return createMemo(() => todayIn(workspace().timeZone, now()))
}
