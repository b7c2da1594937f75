import { createSignal } from 'solid-js'

const [locale, setLocale] = createSignal<string>()

/** The language in which numbers, days and money are written on this page; undefined for the device's own. */
export { locale }

/**
 * Writes numbers, days and money as in a language: the device's own kind of it, `en-GB` of `en`, before the language in
 * general; undefined for the device's own language.
 */
export function writeAsIn(language: string | undefined): void {
  setLocale(language === undefined ? undefined : kindOf(language, navigator.languages))
}

export function kindOf(language: string, own: readonly string[]): string {
  const wanted = new Intl.Locale(language)
  const isKind = (tag: string) => {
    const one = new Intl.Locale(tag)
    return (
      one.language === wanted.language &&
      one.maximize().script === wanted.maximize().script &&
      (wanted.region === undefined || one.region === wanted.region)
    )
  }
  return own.find(isKind) ?? language
}

/** Makes a formatter once for each language that the page is written in. */
export function perLocale<Formatter>(make: (locale: string | undefined) => Formatter): () => Formatter {
  const made = new Map<string | undefined, Formatter>()
  return () => {
    const found = made.get(locale()) ?? make(locale())
    made.set(locale(), found)
    return found
  }
}

/** The day with which a week begins there, 1 for Monday to 7 for Sunday. */
export const firstWeekday: () => number = perLocale((tag) => {
  const place = new Intl.Locale(tag ?? navigator.language) as WithWeeks
  return (place.getWeekInfo?.() ?? place.weekInfo)?.firstDay ?? 1
})

/** Old browsers have it as a property, some not at all. */
interface WithWeeks extends Intl.Locale {
  readonly weekInfo?: { readonly firstDay: number }
  readonly getWeekInfo?: () => { readonly firstDay: number }
}
