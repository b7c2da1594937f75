import { createSignal } from 'solid-js'
import { readQuery } from './query.ts'

export const languages = ['en', 'de', 'es', 'fr'] as const
export type Language = (typeof languages)[number]

/** Each in its own words, as the switch shows them. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
}

/** The first of the wanted languages that the pages speak; English when it is none. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((each) => each === tag.toLowerCase().split('-')[0])
    if (found !== undefined) return found
  }
  return 'en'
}

/** How dates and money are written: as the visitor's browser has it where it speaks the page's language. */
export function localeFor(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language
}

const [chosen, setChosen] = createSignal(chooseLanguage([readQuery('lang') ?? '', ...navigator.languages]))

/** The language of the page: what the address says, else the first of the browser's that the pages speak. */
export const language = chosen
export const setLanguage = setChosen

/** For Intl. */
export function locale(): string {
  return localeFor(language(), navigator.languages)
}
