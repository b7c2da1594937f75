import { relative, resolve } from 'node:path'

/** Something that keeps a plugin from running published, with its place in the author's folder. */
export interface Fault {
  /** From the plugin's folder. */
  readonly file: string
  /** From 1 on; absent when the fault is about a file as a whole. */
  readonly line?: number
  readonly column?: number
  readonly message: string
}

/** Everything that is wrong with a plugin's folder at once. */
export class Faults extends Error {
  override readonly name = 'Faults'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => faultText(fault)).join('\n'))
    this.faults = faults
  }
}

/** `routes.ts:12:5: what is wrong`, which editors and terminals lead to. */
export function faultText({ file, line, column, message }: Fault, folder?: string): string {
  const shown = folder === undefined ? file : relative(process.cwd(), resolve(folder, file)) || file
  const place = [shown, line, line === undefined ? undefined : column].filter((part) => part !== undefined)
  return `${place.join(':')}: ${message}`
}

/** Line and column, from 1 on, of an offset in a text. */
export function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - before.lastIndexOf('\n') }
}

/** The one that somebody most likely meant: a letter or three away. */
export function nearest(wanted: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((each) => ({ each, distance: distanceOf(wanted, each) }))
    .sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= Math.max(2, Math.floor(wanted.length / 4)) ? best.each : undefined
}

/** How many letters have to be added, taken away or changed (Levenshtein). */
function distanceOf(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [place, letter] of [...left].entries()) {
    const next = [place + 1]
    for (let at = 0; at < right.length; at++)
      next.push(Math.min((row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1, (row[at] ?? 0) + (right[at] === letter ? 0 : 1)))
    row = next
  }
  return row.at(-1) ?? 0
}
