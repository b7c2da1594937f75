import { type JSX, Show } from 'solid-js'
import { Problem } from '../shell/problem.ts'

export interface ErrorNoteProps {
  readonly error: unknown
  /** Offers to try again. */
  readonly retry?: () => void
}

/** Says what went wrong, what to do next, and the number by which support finds the request. */
export function ErrorNote(props: ErrorNoteProps): JSX.Element {
  const problem = () => (props.error instanceof Problem ? props.error : undefined)
  return (
    <Show when={props.error !== undefined && props.error !== null}>
      <div role="alert" class="rounded-lg bg-danger-soft px-4 py-3 text-danger">
        <p>{problem()?.sentence ?? 'Something went wrong in this page. Load it again; if it stays, tell us.'}</p>
        <Show when={problem()?.supportId}>
          {(id) => <p class="mt-1 break-all text-sm">If it stays, send us this number: {id()}</p>}
        </Show>
        <Show when={props.retry}>
          {(retry) => (
            <button type="button" class="focusable mt-2 rounded font-medium underline" onClick={() => retry()()}>
              Try again
            </button>
          )}
        </Show>
      </div>
    </Show>
  )
}
