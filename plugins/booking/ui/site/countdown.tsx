import { createSignal, type JSX, Match, onCleanup, Switch } from 'solid-js'
import { serverNow, useWords } from '#site'
import { writeCountdown } from './format.ts'
import type { Words } from './words/en.ts'

/** How long a time is still kept. It is read aloud once at the last minute and once at the end, not every second. */
export function Countdown(props: { readonly until: string }): JSX.Element {
  const words = useWords<Words>()
  const left = () => Math.ceil((Date.parse(props.until) - serverNow()) / 1000)
  const [seconds, setSeconds] = createSignal(left())
  const clock = setInterval(() => setSeconds(left()), 1000)
  onCleanup(() => clearInterval(clock))
  return (
    <div class="note">
      <p aria-hidden={seconds() <= 60}>
        <Switch fallback={words().kept(writeCountdown(Math.max(0, seconds())))}>
          <Match when={seconds() <= 0}>{words().keptOver}</Match>
        </Switch>
      </p>
      <p class="unseen" role="status">
        <Switch>
          <Match when={seconds() <= 0}>{words().keptOver}</Match>
          <Match when={seconds() <= 60}>{words().keptOneMinute}</Match>
        </Switch>
      </p>
    </div>
  )
}
