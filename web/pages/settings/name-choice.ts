const currencyNames = new Intl.DisplayNames(undefined, { type: 'currency' })
const languageNames = new Intl.DisplayNames(undefined, { type: 'language' })

export interface Option {
  readonly value: string
  readonly label: string
}

/** Options in the order of their names, with the current value among them even where this browser knows no such one. */
export function withCurrent(current: string, values: readonly string[], nameOf: (value: string) => string): Option[] {
  const all = values.includes(current) ? values : [...values, current]
  return all
    .map((value) => ({ value, label: nameOf(value) }))
    .toSorted((one, other) => one.label.localeCompare(other.label))
}

/** `Europe/Isle_of_Man` → `Isle of Man (Europe)`: one finds a place by the letter that it begins with. */
export function nameZone(zone: string): string {
  const [region = '', ...place] = zone.replaceAll('_', ' ').split('/')
  return place.length === 0 ? region : `${place.toReversed().join(', ')} (${region})`
}

/** `Swiss franc (CHF)` */
export function nameCurrency(code: string): string {
  return `${currencyNames.of(code) ?? code} (${code})`
}

/** `German, Deutsch` */
export function nameLanguage(tag: string): string {
  const name = languageNames.of(tag) ?? tag
  const own = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag
  return own.toLowerCase() === name.toLowerCase() ? name : `${name}, ${own}`
}

/** The zone of the clock of this device. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** `14:05`, as one writes it here. */
export function timeIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short', timeZone }).format(now)
}
