import { kernelErrors } from '../errors/kernel-errors.ts'

/** Cuts a list that was read with `limit + 1` rows into a page and the cursor of the next. */
export function pageFrom<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
): { data: Row[]; nextCursor: string | null } {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null }
}

/** Reads a cursor of `length` keys, or answers undefined for the first page; a made-up one is refused with 422. */
export function readCursor(cursor: string | undefined, length: number): (string | number)[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const keys: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(
        Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0)),
      ),
    )
    if (
      Array.isArray(keys) &&
      keys.length === length &&
      keys.every((key) => (typeof key === 'string' && !key.includes('\u0000')) || Number.isSafeInteger(key))
    )
      return keys
  } catch {
    // Falls through to the refusal: whatever is wrong with it, it is not one of ours.
  }
  throw kernelErrors.invalid({
    errors: [{ in: 'query', pointer: '#/cursor', detail: 'This is not a cursor of this list' }],
  })
}

function encodeCursor(keys: readonly (string | number)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(keys))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
