/** What a saved view keeps: the parameters of the list's address, and its columns. */
export interface ViewContent {
  readonly query: Readonly<Record<string, string>>
  readonly columns: readonly string[]
}

/** Whether two views show the same, in whichever order their parameters stand. */
export function isSameView(a: ViewContent, b: ViewContent): boolean {
  return describe(a) === describe(b)
}

function describe({ query, columns }: ViewContent): string {
  const given = Object.entries(query).filter(([, value]) => value !== '')
  return JSON.stringify([given.sort(([a], [b]) => (a < b ? -1 : 1)), columns])
}
