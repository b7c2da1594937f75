/**
 * What a query knows so far; undefined until the first answer. What was known stays known when asking again fails.
 *
 * solid-query's own `data` reads a resource, which suspends the page around it for a moment even when the answer is in
 * the cache: the page is taken out and put back, and with it go the focus and the scrolled place. The property's
 * descriptor reads the same value from the store beneath, tracked, and suspends nothing.
 */
export function known<Value>(query: { readonly data: Value }): Value | undefined {
  // The store drops a property that becomes undefined; asking whether it is there is what hears of its return.
  const descriptor = 'data' in query ? Object.getOwnPropertyDescriptor(query, 'data') : undefined
  return (descriptor?.get === undefined ? descriptor?.value : descriptor.get()) as Value | undefined
}
