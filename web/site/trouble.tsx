import { type JSX, Show } from 'solid-js'
import { Problem } from '../shell/problem.ts'
import { siteWords } from './words.ts'

/** A failure in plain words: what to do about it, and the request's id where it is our fault. */
export function Trouble(props: {
  readonly error: unknown
  /** What the page itself has to say about a problem, by its code. */
  readonly say?: (problem: Problem) => string | undefined
  readonly onAgain?: () => void
}): JSX.Element {
  const problem = () => (props.error instanceof Problem ? props.error : undefined)
  const own = () => {
    const found = problem()
    return found === undefined ? undefined : props.say?.(found)
  }
  const isOurs = () => {
    const found = problem()
    return found === undefined || found.status >= 500
  }
  return (
    <div class="trouble" role="alert">
      <p>{own() ?? sentence(problem())}</p>
      <Show when={isOurs() && problem()?.requestId}>
        {(id) => <p class="soft small">{siteWords().requestId(id())}</p>}
      </Show>
      <Show when={props.onAgain}>
        {(again) => (
          <button type="button" class="button" onClick={() => again()()}>
            {siteWords().again}
          </button>
        )}
      </Show>
    </div>
  )
}

function sentence(problem: Problem | undefined): string {
  const words = siteWords()
  if (problem === undefined || problem.status >= 500) return words.ours
  if (problem.status === 0) return words.offline
  if (problem.status === 429) return words.tooMany(waitSeconds(problem))
  return words.unread
}

function waitSeconds({ facts }: Problem): number | undefined {
  return typeof facts.waitSeconds === 'number' ? facts.waitSeconds : undefined
}
