import { perLocale } from '#kit'

const dayOfYear = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const
const withYear = perLocale((locale) => new Intl.DateTimeFormat(locale, { ...dayOfYear, year: 'numeric' }))
const withoutYear = perLocale((locale) => new Intl.DateTimeFormat(locale, dayOfYear))
/** Among the words of a form, so in its language. */
const monthNames = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })

export const months = Array.from({ length: 12 }, (_, index) => ({
  value: String(index + 1).padStart(2, '0'),
  label: monthNames.format(new Date(Date.UTC(2000, index, 1))),
}))

export interface BirthdayParts {
  readonly day: string
  readonly month: string
  readonly year: string
}

/** `1990-05-31`, or `--05-31` without the year, in parts. */
export function splitBirthday(birthday: string): BirthdayParts {
  const [, year = '', month = '', day = ''] = /^(\d*|-)-(\d*)-(\d*)$/.exec(birthday) ?? []
  return { day: day.replace(/^0/, ''), month, year: year === '-' ? '' : year }
}

/** The parts as the API takes them; what is missing stays missing, and the API says so. */
export function joinBirthday({ day, month, year }: BirthdayParts): string {
  return day === '' && month === '' && year === ''
    ? ''
    : `${year === '' ? '-' : year}-${month}-${day.padStart(day === '' ? 0 : 2, '0')}`
}

/** "31 May 1990" or "31 May", as the workspace writes days. */
export function showBirthday(birthday: string): string {
  const { day, month, year } = splitBirthday(birthday)
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)))
  if (Number.isNaN(date.getTime())) return birthday
  if (year === '') return withoutYear().format(date)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  return withYear().format(date)
}
