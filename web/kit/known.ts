/**
 * What a query knows so far; undefined until the first answer. What was known stays known when asking again fails.
 *
 * solid-query's own `data` reads a resource, which suspends the page around it for a moment even when the answer is in
 * the cache: the page is taken out and put back, and with it go the focus and the scrolled place. The property's
 * descriptor reads the same value from the store beneath, tracked, and suspends nothing.
 */
export function known<Value>(query: { readonly data: Value }): Value | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(query, 'data')
  return (descriptor?.get === undefined ? descriptor?.value : descriptor.get()) as Value | undefined
}
