/** The part of an address after the `?`: what is empty is left out. */
export function toQuery(entries: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(entries).filter(([, value]) => value !== undefined && value !== '')
  return new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
}

/** The one value of a parameter; an address may repeat it. */
export function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? ''
}
