/** Text for searching: small letters without their marks. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** A pattern for LIKE that means the text itself. */
export function containing(text: string): string {
  return `%${foldText(text).replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`
}
