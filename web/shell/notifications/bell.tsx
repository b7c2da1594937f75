import { type JSX, Show } from 'solid-js'
import { known } from '../../kit/known.ts'
import { createPanel } from '../../kit/panel.ts'
import { useUnread } from './queries.ts'

const mostShown = 99

/** The bell: how much is new, and the way to it. */
export function Bell(): JSX.Element {
  const panel = createPanel('bell')
  const unread = useUnread()
  const count = () => known(unread)?.unread ?? 0
  const words = () => {
    if (count() === 0) return 'Notifications'
    return `Notifications, ${count() > mostShown ? `more than ${mostShown}` : count()} unread`
  }
  return (
    <button
      type="button"
      class="focusable relative grid min-h-10 min-w-10 shrink-0 place-items-center rounded-lg hover:bg-raised"
      aria-haspopup="dialog"
      aria-expanded={panel.value() !== undefined}
      aria-label={words()}
      onClick={() => panel.open()}
    >
      <span aria-hidden="true" class="i-lucide-bell text-xl" />
      <Show when={count() > 0}>
        <span
          aria-hidden="true"
          class="absolute right-0 top-0 grid min-h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-xs font-semibold text-on-accent"
        >
          {count() > mostShown ? `${mostShown}+` : count()}
        </span>
      </Show>
    </button>
  )
}
