import { and, asc, eq, gt } from 'drizzle-orm'
import { type ChangeFunction, type Db, must } from '#sdk'
import { errors } from '../errors.ts'
import { importPieces, imports } from '../tables.ts'

/** Compressed bytes per piece; a change carries a few of them. */
const pieceBytes = 384 * 1024
const piecesPerChange = 8
const blockBytes = 1024 * 1024

export interface GatheredFile {
  /** The file as it came, gzipped, cut into base64. */
  readonly pieces: readonly string[]
  /** Tells its bytes from any others. */
  readonly digest: string
}

/** Reads a file to its end before anything is stored: a retry is known by what it sends, and a broken one leaves nothing. */
export async function gatherFile(file: ReadableStream<Uint8Array>): Promise<GatheredFile> {
  const [toName, toKeep] = file.tee()
  const [digest, pieces] = await Promise.all([digestOf(toName), compress(toKeep)])
  return { digest, pieces }
}

/** SHA-256 over a chain of blocks, since Web Crypto takes no stream. */
async function digestOf(file: ReadableStream<Uint8Array>): Promise<string> {
  let digest: Uint8Array = new Uint8Array(32)
  for await (const block of inBlocks(file, blockBytes))
    digest = new Uint8Array(await crypto.subtle.digest('SHA-256', joined([digest, block])))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function compress(file: ReadableStream<Uint8Array>): Promise<string[]> {
  const gzip = new CompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>
  const pieces: string[] = []
  for await (const piece of inBlocks(file.pipeThrough(gzip), pieceBytes)) pieces.push(toBase64(piece))
  return pieces
}

/** Keeps a file. The import stays in the state `uploading` until the caller says otherwise, so half a file is never read. */
export async function storeFile(change: ChangeFunction, importId: string, pieces: readonly string[]): Promise<void> {
  for (let at = 0; at < pieces.length; at += piecesPerChange) {
    const rows = pieces
      .slice(at, at + piecesPerChange)
      .map((content, place) => ({ importId, place: at + place, content }))
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

/** A stream in blocks of exactly so many bytes, the last one shorter: however it arrives, they are the same. */
async function* inBlocks(stream: ReadableStream<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    let rest = chunk
    while (size + rest.byteLength >= length) {
      const part = rest.subarray(0, length - size)
      yield joined([...parts, part])
      rest = rest.subarray(part.byteLength)
      parts = []
      size = 0
    }
    // A copy: whoever made the chunk may use its memory again.
    if (rest.byteLength > 0) parts.push(rest.slice())
    size += rest.byteLength
  }
  if (size > 0) yield joined(parts)
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
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
