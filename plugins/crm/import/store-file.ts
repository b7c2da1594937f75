import { and, asc, eq, gt } from 'drizzle-orm'
import { type ChangeFunction, type Db, must } from '#sdk'
import { errors } from '../errors.ts'
import { importPieces, imports } from '../tables.ts'

/** Compressed bytes per piece; a change carries a few of them. */
const pieceBytes = 384 * 1024
const piecesPerChange = 8

/**
 * Keeps a file as it came, gzipped, in pieces; answers nothing but stores all of it or throws.
 *
 * The import stays in the state `uploading` until the caller says otherwise, so a file that broke off is never read.
 */
export async function storeFile(
  change: ChangeFunction,
  importId: string,
  file: ReadableStream<Uint8Array>,
): Promise<void> {
  let place = 0
  let waiting: { importId: string; place: number; content: string }[] = []
  const flush = async () => {
    if (waiting.length === 0) return
    const rows = waiting
    waiting = []
    await change('route', (tx) => [
      must(
        tx
          .select({ id: imports.id })
          .from(imports)
          .where(and(eq(imports.id, importId), eq(imports.state, 'uploading'))),
        errors.importNotFound({ id: importId }),
      ),
      tx.insert(importPieces).values(rows),
    ])
  }
  for await (const piece of inPieces(
    file.pipeThrough(new CompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>),
  )) {
    waiting.push({ importId, place, content: toBase64(piece) })
    place += 1
    if (waiting.length === piecesPerChange) await flush()
  }
  await flush()
}

/** The file again, read from the database piece by piece as it is needed. */
export function readFile(db: Db, importId: string): ReadableStream<Uint8Array> {
  let after = -1
  const pieces = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const rows = await db
        .select({ place: importPieces.place, content: importPieces.content })
        .from(importPieces)
        .where(and(eq(importPieces.importId, importId), gt(importPieces.place, after)))
        .orderBy(asc(importPieces.place))
        .limit(2)
      for (const { place, content } of rows) {
        controller.enqueue(fromBase64(content))
        after = place
      }
      if (rows.length < 2) controller.close()
    },
  })
  return pieces.pipeThrough(new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>)
}

/** Gathers a stream's chunks into pieces of about the wanted size. */
async function* inPieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  let size = 0
  for await (const part of stream) {
    parts.push(part)
    size += part.byteLength
    if (size < pieceBytes) continue
    yield joined(parts, size)
    parts = []
    size = 0
  }
  if (size > 0) yield joined(parts, size)
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

/** In slices, since a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}
