/** Drizzle wraps what its driver throws in an error whose message holds the parameters: secrets among them. */
export function unwrapError(error: unknown): unknown {
  return error instanceof Error && error.name === 'DrizzleQueryError'
    ? error.cause
    : error instanceof Error && 'query' in error && error.cause !== undefined
      ? error.cause
      : error
}
