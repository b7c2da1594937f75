import type { QueryClient, QueryKey } from '@tanstack/solid-query'

export interface Ahead<Answer> {
  readonly queryKey: QueryKey
  /** The answer as it will be: a new object, the old one stays as it is. */
  readonly change: (answer: Answer) => Answer
  readonly send: () => Promise<unknown>
}

/** Shows a change at once, and takes it back if the API refuses it; the refusal is thrown on. */
export async function changeAhead<Answer>(queries: QueryClient, ahead: Ahead<Answer>): Promise<void> {
  const { queryKey } = ahead
  await queries.cancelQueries({ queryKey })
  // A copy: what a page has drawn from may be changed in place by the next answer.
  const before = structuredClone(queries.getQueryData<Answer>(queryKey))
  queries.setQueryData<Answer>(queryKey, (answer) => (answer === undefined ? undefined : ahead.change(answer)))
  try {
    await ahead.send()
  } catch (error) {
    queries.setQueryData(queryKey, before)
    throw error
  } finally {
    await queries.invalidateQueries({ queryKey })
  }
}
