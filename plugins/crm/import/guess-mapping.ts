import { foldText } from '#sdk'
import { toCustomKey } from '../contact-draft.ts'
import { extractAddress, normalizeEmail } from '../normalize-email.ts'
import { normalizePhone } from '../normalize-phone.ts'
import { trimText } from '../trim-text.ts'
import { cleanCell, cleanLine } from './clean-cell.ts'
import { type ContactField, seekField, type Target } from './contact-fields.ts'
import { type DateOrder, guessDateOrder } from './parse-birthday.ts'
import { recognizeSource, type Source } from './recognize-source.ts'
import { isPhone } from './split-list.ts'

/**
 * Where one column goes.
 *
 * `confidence`: 1 the product's own heading or our own export, 0.9 a heading that says it, 0.7 one
 * that says it with words around, 0.6 the values look like it, 0 nobody knows (kept as custom).
 * `group` holds the columns of one postal address together (`business`, `home`, `address 2`).
 * `empty` says that no row of the sample has a value.
 */
export type MappedColumn = {
  heading: string
  target: Target
  confidence: number
  empty: boolean
  group?: string
  dateOrder?: DateOrder
}

/** Plain data; a person may change every column's `target` before it is used. */
export type Mapping = {
  source: Source
  /** The first row looks like a contact, so the file may have no headings at all. */
  headingsLookLikeData: boolean
  columns: MappedColumn[]
}

/** No heading that means something is longer; a cell of a megabyte is not worth reading. */
const longestHeading = 200

type Guess = { target: ContactField | `custom:${string}`; confidence: number; group?: string }

/**
 * Guesses where each column of a file goes, from its heading and some rows (100 are plenty).
 *
 * Nothing is ignored: a column that fits no field becomes a custom field named like its heading.
 */
export function guessMapping(header: string[], sample: string[][]): Mapping {
  const source = recognizeSource(header)
  const headings = header.map((cell, index) => toHeading(cell) || `Column ${index + 1}`)
  const folded = headings.map(foldText)
  const taken = new Set<string>()
  const columns = headings.map((heading, index): MappedColumn => {
    const values = sample.map((row) => cleanCell(row[index] ?? '')).filter((value) => value !== '')
    const guess = weigh(guessByHeading(heading, folded, index, source), values)
    const named = guess ?? guessByValues(values) ?? toCustom(heading)
    const target = named.target.startsWith('custom:') ? makeUnique(named.target, taken) : named.target
    const order = target === 'birthday' ? { dateOrder: guessDateOrder(values, source) } : {}
    return { heading, ...named, target: target as Target, empty: values.length === 0, ...order }
  })
  return { source, headingsLookLikeData: header.some(looksLikeData), columns }
}

function toHeading(cell: string): string {
  return trimText(cleanLine(cell).slice(0, longestHeading))
}

function guessByHeading(heading: string, folded: string[], index: number, source: Source): Guess | undefined {
  const own = /^custom: *(.+)$/is.exec(heading)?.[1]
  if (own !== undefined) return { target: `custom:${toCustomKey(own)}`, confidence: 1 }
  const words = folded[index] ?? ''
  const named = guessNamePart(words, folded) ?? guessTitle(words, source)
  if (named !== undefined) return named
  const group = nameGroup(words)
  const together = group === undefined ? {} : { group }
  const field = seekField(words)
  if (field !== undefined) return { target: field, confidence: source === 'generic' ? 0.9 : 1, ...together }
  const inner = seekField(dropQualifiers(words))
  if (inner === undefined) return undefined
  return { target: inner, confidence: source === 'generic' ? 0.7 : 1, ...together }
}

/** `Name`, `Nom` and `Nombre` are the whole name alone and a part of it beside the other part. */
function guessNamePart(words: string, folded: string[]): Guess | undefined {
  const confidence = 0.9
  const has = (field: ContactField) => folded.some((other) => seekField(other) === field)
  if (words === 'nombre' || words === 'nome') {
    return { target: has('lastName') ? 'firstName' : 'fullName', confidence }
  }
  if (words === 'nom') return { target: has('firstName') ? 'lastName' : 'fullName', confidence }
  if (words !== 'name' || !has('firstName') || has('lastName')) return undefined
  return { target: 'lastName', confidence }
}

/** Outlook's `Title` is what stands before a name (Dr.), everybody else's is a job. */
function guessTitle(words: string, source: Source): Guess | undefined {
  const isPrefix = source === 'outlook' && (words === 'title' || words === 'anrede')
  return isPrefix ? { target: 'custom:Title', confidence: 1 } : undefined
}

/** Takes a guess back when the values contradict it: `Email` may be a yes-or-no column. */
function weigh(guess: Guess | undefined, values: string[]): Guess | undefined {
  const fits = guess?.target === 'email' ? holdsEmail : guess?.target === 'phone' ? isPhone : undefined
  if (fits === undefined || values.length < 5) return guess
  return share(values, fits) < 0.2 ? undefined : guess
}

function guessByValues(values: string[]): Guess | undefined {
  if (values.length === 0) return undefined
  if (share(values, holdsEmail) >= 0.8) return { target: 'email', confidence: 0.6 }
  return values.length >= 3 && share(values, looksLikePhone) >= 0.8 ? { target: 'phone', confidence: 0.6 } : undefined
}

function toCustom(heading: string): Guess {
  return { target: `custom:${toCustomKey(heading)}`, confidence: 0 }
}

function makeUnique(target: string, taken: Set<string>): string {
  let unique = target
  for (let count = 2; taken.has(unique); count++) {
    unique = `${target.slice(0, 'custom:'.length + 95)} ${count}`
  }
  taken.add(unique)
  return unique
}

const groups: Record<string, string> = {
  business:
    'business work office geschaftlich geschaeftlich dienstlich bureau professionnel professionnelle trabajo oficina laboral',
  home: 'home personal private privat privee prive personnel personnelle domicile maison casa particular',
  other: 'other andere weitere autre otro otra',
  billing: 'billing facturation facturacion rechnungs',
  shipping: 'shipping delivery livraison envio liefer',
}
const groupByWord = new Map(
  Object.entries(groups).flatMap(([group, words]) => words.split(' ').map((word) => [word, group])),
)
const fillers = new Set(
  'value primary main mobile contact customer client your current principal principale kontakt'.split(' '),
)
const joints = /^(?:(?:de|del|du|des|la|le|les|el|the|au|a|l) )+|(?: (?:de|del|du|des|la|le|les|el|the|au|a|l))+$/g

function nameGroup(words: string): string | undefined {
  const numbered = /^address (\d+) /.exec(words)?.[1]
  if (numbered !== undefined) return `address ${numbered}`
  for (const word of words.split(' ')) {
    const group = groupByWord.get(word)
    if (group !== undefined) return group
  }
  return undefined
}

function dropQualifiers(words: string): string {
  return words
    .split(' ')
    .filter((word) => !groupByWord.has(word) && !fillers.has(word) && !/^\d+$/.test(word))
    .join(' ')
    .replace(joints, '')
}

function share(values: string[], fits: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(fits).length / values.length
}

function holdsEmail(value: string): boolean {
  return value.split(/ ::: |[;,\n]/).some((part) => extractAddress(part) !== undefined)
}

/** A written phone number; bare digits may as well be a customer number. */
function looksLikePhone(value: string): boolean {
  return /^(?:\+|00?[1-9]|\(\d)[\d\s()./-]{6,22}$/.test(value) && normalizePhone(value) !== undefined
}

function looksLikeData(cell: string): boolean {
  return normalizeEmail(cell) !== undefined || looksLikePhone(cleanCell(cell))
}
