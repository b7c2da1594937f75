const chunkBytes = 65_536
const lineFeed = 10

/**
 * Yields the text of a file whose encoding nobody stated, in pieces of at most 64 KiB.
 *
 * A byte order mark decides (UTF-8, UTF-16LE, UTF-16BE). Without one, each line that is valid UTF-8
 * is read as UTF-8 and each other line as windows-1252, which is what Outlook and Excel write. So a
 * first accent far down the file is never a wrong guess, and a file glued together from both reads.
 */
export async function* decodeText(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let head: Uint8Array = new Uint8Array(0)
  let decode: ((bytes: Uint8Array, ended: boolean) => string) | undefined
  for await (const chunk of readChunks(stream)) {
    if (decode === undefined) {
      head = head.length === 0 ? chunk : concat(head, chunk)
      if (head.length < 3) continue
      decode = chooseDecoder(head)
      yield decode(head, false)
    } else yield decode(chunk, false)
  }
  if (decode === undefined) yield chooseDecoder(head)(head, true)
  else yield decode(new Uint8Array(0), true)
}

/** Reads a stream in slices that bound the memory, and gives the stream up when the caller stops. */
async function* readChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  let finished = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      for (let at = 0; at < value.length; at += chunkBytes) yield value.subarray(at, at + chunkBytes)
    }
    finished = true
  } finally {
    if (!finished) await reader.cancel().catch(() => undefined)
    reader.releaseLock()
  }
}

function chooseDecoder(head: Uint8Array): (bytes: Uint8Array, ended: boolean) => string {
  const [first, second, third] = head
  if (first === 0xff && second === 0xfe) return streaming(new TextDecoder('utf-16le'))
  if (first === 0xfe && second === 0xff) return streaming(new TextDecoder('utf-16be'))
  if (first === 0xef && second === 0xbb && third === 0xbf) return dropMark(decodeEitherWay())
  return decodeEitherWay()
}

function streaming(decoder: TextDecoder): (bytes: Uint8Array, ended: boolean) => string {
  return (bytes, ended) => decoder.decode(bytes, { stream: !ended })
}

function dropMark(decode: (bytes: Uint8Array, ended: boolean) => string): typeof decode {
  let marked = true
  return (bytes, ended) => {
    const from = marked ? 3 : 0
    marked = false
    return decode(bytes.subarray(from), ended)
  }
}

function decodeEitherWay(): (bytes: Uint8Array, ended: boolean) => string {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const western = new TextDecoder('windows-1252')
  let carried: Uint8Array = new Uint8Array(0)
  return (bytes, ended) => {
    const all = carried.length === 0 ? bytes : concat(carried, bytes)
    const cut = ended ? all.length : all.length - countUnfinished(all)
    carried = all.slice(cut)
    const whole = all.subarray(0, cut)
    try {
      return strict.decode(whole)
    } catch {
      return decodeLines(whole, strict, western)
    }
  }
}

/** Decodes line by line, neighbours of one encoding together, because each call has a price. */
function decodeLines(bytes: Uint8Array, strict: TextDecoder, western: TextDecoder): string {
  let text = ''
  let from = 0
  let runIsUtf8 = true
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(lineFeed, at)
    const end = feed === -1 ? bytes.length : feed + 1
    const lineIsUtf8 = isUtf8(bytes, at, end)
    if (lineIsUtf8 !== runIsUtf8) {
      text += (runIsUtf8 ? strict : western).decode(bytes.subarray(from, at))
      from = at
      runIsUtf8 = lineIsUtf8
    }
    at = end
  }
  return text + (runIsUtf8 ? strict : western).decode(bytes.subarray(from))
}

/** Says whether bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates). */
function isUtf8(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; ) {
    const lead = bytes[at] ?? 0
    const length = lead < 0x80 ? 1 : sequenceLength(lead)
    if (length === 0 || at + length > end) return false
    if (length > 1 && !isSequence(bytes, at, length)) return false
    at += length
  }
  return true
}

function isSequence(bytes: Uint8Array, at: number, length: number): boolean {
  const lead = bytes[at] ?? 0
  const second = bytes[at + 1] ?? 0
  if (second < lowestSecond(lead) || second > highestSecond(lead)) return false
  for (let next = at + 2; next < at + length; next++) {
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return false
  }
  return true
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2
  if (lead >= 0xe0 && lead <= 0xef) return 3
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
}

function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0
  return lead === 0xf0 ? 0x90 : 0x80
}

function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f
  return lead === 0xf4 ? 0x8f : 0xbf
}

/** Counts the bytes at the end that may be the start of a character whose rest is still to come. */
function countUnfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    return sequenceLength(byte) > back ? back : 0
  }
  return 0
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
