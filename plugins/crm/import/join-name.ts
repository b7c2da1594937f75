import { foldText } from '#sdk'
import { type SortedCells, takeFirst } from './sort-cells.ts'

/** Joins the columns of a name into first and last name, each with the heading that it came from. */
export function joinName(cells: SortedCells): { first: NamePart; last: NamePart } {
  const first = takeFirst(cells, 'firstName')
  const middle = takeFirst(cells, 'middleName')
  const last = takeFirst(cells, 'lastName')
  const full = takeFirst(cells, 'fullName')
  const heading = full?.column.heading ?? null
  if (full !== undefined && first === undefined && last === undefined) {
    const split = splitName(full.value)
    const whole = [split.first, middle?.value].filter((part) => part !== undefined && part !== '')
    return { first: { text: whole.join(' '), heading }, last: { text: split.last, heading } }
  }
  const text = [first?.value, middle?.value].filter((part) => part !== undefined).join(' ')
  if (full !== undefined && !isSaid(full.value, [text, last?.value ?? ''], cells)) {
    cells.spare.push(full)
  }
  return {
    first: { text, heading: (first ?? middle)?.column.heading ?? null },
    last: { text: last?.value ?? '', heading: last?.column.heading ?? null },
  }
}

type NamePart = { text: string; heading: string | null }

const particles = /^(?:von|van|vom|zu|zur|de|der|den|del|della|di|da|do|dos|du|la|le|las|los|ten|ter|af|al|el|bin|ben)$/
const nameSuffix = /^(?:jr|sr|ii|iii|iv|ph\.?d|md|inc|llc|ltd|gmbh|ag|sa|sarl)\.?$/i

/** Splits `Ludwig van Beethoven` and `Beethoven, Ludwig van`; one word is a first name. */
export function splitName(full: string): { first: string; last: string } {
  const [before = '', after = '', ...rest] = full.split(',').map((part) => part.trim())
  const swapped = after !== '' && rest.length === 0
  if (swapped && !nameSuffix.test(after)) return { first: after, last: before }
  const words = (swapped ? before : full).split(' ')
  if (words.length === 1) return swapped ? { first: '', last: full } : { first: full, last: '' }
  let from = words.length - 1
  while (from > 1 && particles.test(words[from - 1] ?? '')) from--
  const last = words.slice(from).join(' ')
  return { first: words.slice(0, from).join(' '), last: swapped ? `${last}, ${after}` : last }
}

/** Whether the parts of the name, with titles that became custom fields, say all of the full name. */
function isSaid(full: string, parts: string[], cells: SortedCells): boolean {
  if (parts.join(' ') === full) return true
  const known = [...parts, ...cells.custom.map(({ entry }) => entry.value)]
  const words = new Set(known.flatMap((part) => foldText(part).split(' ')))
  return foldText(full)
    .split(' ')
    .every((word) => words.has(word))
}
