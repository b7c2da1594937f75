type Defined<Given> = { [Key in keyof Given]?: Exclude<Given[Key], undefined> }

/** What was really given of a patch. */
export function withoutUndefined<Given extends object>(given: Given): Defined<Given> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<Given>
}
