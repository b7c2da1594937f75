import type { placeholders } from '../contract.ts'
import type { Words } from './originals.ts'

export type Values = Readonly<Record<keyof typeof placeholders, string>>

/** A message as somebody reads it. */
export interface Written {
  readonly subject: string
  readonly paragraphs: readonly string[]
}

/** Fills the names in braces in. A value is text and nothing else: braces in it stay as they are. */
export function fillIn({ subject, body }: Words, values: Values): Written {
  const fill = (words: string) =>
    words.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? values[name as keyof Values] : whole,
    )
  const paragraphs = body
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((paragraph) => fill(paragraph).trim())
    .filter((paragraph) => paragraph !== '')
  return { subject: fill(subject).replaceAll(/\s+/g, ' ').trim().slice(0, 300), paragraphs }
}
