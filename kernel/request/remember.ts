import { BoundedMap } from './bounded-map.ts'

interface Remembered {
  readonly epoch: number
  readonly readAtMs: number
  readonly value: unknown
}

/** What this isolate remembers of the database, each under the epoch of rights at which it was read. */
const memory = new BoundedMap<Remembered>(20_000)
const longestMs = 60_000

/**
 * Answers what was read under this epoch, or reads it now.
 *
 * The gate is asked for the epoch before the database is read, so a change of rights in between leaves an entry under an
 * epoch that has passed. A null epoch, during a change or with the gate away, is neither believed nor remembered.
 */
export async function remember<Value>(
  key: string,
  epoch: number | null,
  nowMs: number,
  read: () => Promise<Value | null>,
): Promise<Value | null> {
  const known = memory.get(key)
  if (known !== undefined && epoch !== null && known.epoch === epoch && nowMs - known.readAtMs < longestMs)
    return known.value as Value
  const value = await read()
  if (value === null || epoch === null) memory.delete(key)
  else memory.set(key, { epoch, readAtMs: nowMs, value })
  return value
}
