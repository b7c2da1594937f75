import { type Accessor, type JSX, Match, Show, Switch } from 'solid-js'
import { ErrorNote } from './error-note.tsx'
import { known } from './known.ts'
import { Skeleton } from './skeleton.tsx'

export interface LoadedProps<Answer> {
  /** What solid-query knows of it; its `data` is not looked at before there is some, so nothing around it suspends. */
  readonly query: {
    readonly isPending: boolean
    readonly isSuccess: boolean
    readonly isRefetchError: boolean
    readonly error: unknown
    readonly data: Answer | undefined
    readonly refetch: () => unknown
  }
  /** How many rows of a skeleton hold the place. */
  readonly rows?: number
  readonly children: (answer: Accessor<Answer>) => JSX.Element
}

/** Draws what was asked of the API: its place while it is on its way, what went wrong, or the answer. */
export function Loaded<Answer>(props: LoadedProps<Answer>): JSX.Element {
  const retry = () => void props.query.refetch()
  const answer = () => (props.query.isSuccess || props.query.isRefetchError ? known(props.query) : undefined)
  return (
    <Switch>
      <Match when={props.query.isPending}>
        <Skeleton {...(props.rows === undefined ? {} : { rows: props.rows })} />
      </Match>
      <Match when={true}>
        <ErrorNote error={props.query.error} retry={retry} />
        <Show when={answer()}>{(found) => props.children(found as Accessor<Answer>)}</Show>
      </Match>
    </Switch>
  )
}
