/** A JSON Pointer as a URI fragment (RFC 6901, 6). Keys are the caller's: what is half a character becomes U+FFFD. */
export function pointTo(...keys: readonly string[]): string {
  const parts = keys.map((key) => key.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))
  return parts.reduce((pointer, part) => `${pointer}/${encodeURIComponent(part)}`, '#')
}
