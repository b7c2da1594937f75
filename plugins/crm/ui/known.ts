/**
 * What a query knows so far; undefined until the first answer.
 *
 * Reading `data` before that would suspend the whole page, and with it the field that somebody types in. What was known
 * stays known when asking again fails.
 */
export function known<Value>(query: { readonly isPending: boolean; readonly data: Value }): Value | undefined {
  return query.isPending ? undefined : query.data
}
