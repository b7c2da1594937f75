/** Letters without their accents, in lower case: what is typed in a hurry still finds it. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

export interface Findable {
  readonly label: string
  readonly keywords?: readonly string[]
}

/**
 * Those in which every typed word begins some word of the label or the keywords, the best first.
 *
 * A label that begins with what was typed comes before one that has it inside, and that before keywords alone.
 */
export function findMatches<Item extends Findable>(items: readonly Item[], typed: string): Item[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...items]
  return items
    .map((item, place) => ({ item, place, rank: rankOf(item, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.place - b.place)
    .map(({ item }) => item)
}

function rankOf({ label, keywords = [] }: Findable, words: readonly string[]): number {
  const text = fold(label)
  const own = text.split(/[^\p{L}\p{N}]+/u)
  const other = keywords.flatMap((keyword) => fold(keyword).split(/[^\p{L}\p{N}]+/u))
  const begins = (list: readonly string[], word: string) => list.some((each) => each.startsWith(word))
  if (!words.every((word) => begins(own, word) || begins(other, word))) return 0
  if (text.startsWith(words.join(' '))) return 3
  return words.every((word) => begins(own, word)) ? 2 : 1
}
