/**
 * Gives a text without the space and invisible marks around it, with `\n` line breaks, without NUL,
 * which PostgreSQL refuses.
 *
 * Loops instead of `/\s+$/`, which takes quadratic time on a cell that is a megabyte of spaces.
 */
export function trimText(text: string): string {
  const plain = text.includes('\0') ? text.replaceAll('\0', '') : text
  const lines = plain.includes('\r') ? plain.replace(/\r\n?/g, '\n') : plain
  let from = 0
  let end = lines.length
  while (from < end && isAround(lines.charCodeAt(from))) from++
  while (end > from && isAround(lines.charCodeAt(end - 1))) end--
  return lines.slice(from, end)
}

/** Spaces, zero-width characters and the direction marks that phones put around numbers. */
function isAround(code: number): boolean {
  if (code > 32 && code < 0x7f) return false
  return code <= 32 || /[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069]/.test(String.fromCharCode(code))
}
