import type { RecordNoun } from '../types.ts'

/** What a formula can do, in plain words, for the list beside the editor. */
export const functionWords: readonly { readonly call: string; readonly words: string }[] = [
  { call: '{Amount} * 0.2 + 50', words: 'Reckoning with + - * / and % for what remains' },
  { call: 'if({Amount} > 1000, "Large", "Small")', words: 'One of two, as it is true or not' },
  { call: 'round({Amount} / 3, 2)', words: 'Rounded to so many places; also floor, ceil and abs' },
  { call: 'min(1, 2), max(1, 2), sum(1, 2)', words: 'The least, the most, all together' },
  { call: '{First name} & " " & {Last name}', words: 'Texts joined with &' },
  { call: 'upper("a"), lower("A"), trim(" a ")', words: 'Large letters, small letters, no spaces around' },
  { call: 'left("Anna", 2), right("Anna", 2), len("Anna")', words: 'The beginning, the end, how many letters' },
  { call: 'contains({Title}, "wedding")', words: 'Whether a text is in another' },
  { call: 'empty({City})', words: 'Whether nothing is written there' },
  { call: 'days(today(), {Expected close})', words: 'The days from one day to another' },
  { call: 'adddays(today(), 14)', words: 'So many days later' },
  { call: 'year(today()), month(today()), day(today())', words: 'The parts of a day' },
  { call: 'text(12), number("12")', words: 'A number as text, a text as number' },
  { call: '{City} = "Wien" and not empty({Email})', words: 'Comparing with = != < <= > >=; and, or, not' },
]

/** The fields that every record of a kind has, as formulas call them. */
export const builtInNames: Readonly<Record<RecordNoun, readonly string[]>> = {
  contact: [
    'First name',
    'Last name',
    'Email',
    'Phone',
    'Company',
    'Job title',
    'Street',
    'City',
    'Postal code',
    'Country',
    'Birthday',
    'Tags',
    'Notes',
    'Created',
    'Updated',
  ],
  company: ['Name', 'Website', 'Tags', 'Notes', 'Created', 'Updated'],
  deal: [
    'Title',
    'Amount',
    'Currency',
    'Probability',
    'Stage',
    'Status',
    'Contact',
    'Company',
    'Expected close',
    'Stage since',
    'Closed',
    'Lost reason',
    'Tags',
    'Created',
  ],
}

/** A text with something put in place of what is marked in it, and where the cursor stands then. */
export function insertAt(
  text: string,
  piece: string,
  from: number,
  to: number,
): { readonly text: string; readonly cursor: number } {
  return { text: `${text.slice(0, from)}${piece}${text.slice(to)}`, cursor: from + piece.length }
}
