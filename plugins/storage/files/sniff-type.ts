/** How many bytes of a file tell what it is. */
export const tellingBytes = 4100

type Bytes = Uint8Array<ArrayBufferLike>
interface Signature {
  /** The types that may begin so, or families of them that end with a slash. */
  readonly types: readonly string[]
  readonly fits: (bytes: Bytes) => boolean
}

const office = [
  'application/vnd.openxmlformats-officedocument.',
  'application/vnd.oasis.opendocument.',
  'application/vnd.ms-',
]

/** What files of a type begin with. A type that is not here has no beginning of its own. */
const signatures: readonly Signature[] = [
  { types: ['image/png'], fits: at(0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { types: ['image/jpeg'], fits: at(0, [0xff, 0xd8, 0xff]) },
  { types: ['image/gif'], fits: at(0, 'GIF8') },
  { types: ['image/webp'], fits: both(at(0, 'RIFF'), at(8, 'WEBP')) },
  { types: ['image/avif'], fits: both(at(4, 'ftyp'), brand(['avif', 'avis'])) },
  {
    types: ['image/heic', 'image/heif'],
    fits: both(at(4, 'ftyp'), brand(['heic', 'heix', 'hevc', 'mif1', 'msf1', 'heim'])),
  },
  { types: ['image/bmp'], fits: at(0, 'BM') },
  { types: ['image/tiff'], fits: either(at(0, [0x49, 0x49, 0x2a, 0x00]), at(0, [0x4d, 0x4d, 0x00, 0x2a])) },
  { types: ['application/pdf'], fits: at(0, '%PDF-') },
  {
    types: [
      'application/zip',
      'application/x-zip-compressed',
      'application/epub+zip',
      'application/java-archive',
      ...office,
    ],
    fits: either(at(0, [0x50, 0x4b, 0x03, 0x04]), at(0, [0x50, 0x4b, 0x05, 0x06])),
  },
  {
    types: ['application/msword', 'application/vnd.ms-', 'application/x-msi'],
    fits: at(0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
  },
  { types: ['application/gzip', 'application/x-gzip'], fits: at(0, [0x1f, 0x8b]) },
  { types: ['application/rtf', 'text/rtf'], fits: at(0, '{\\rtf') },
  {
    types: ['video/mp4', 'audio/mp4', 'video/quicktime', 'video/x-m4v', 'audio/x-m4a', 'video/3gpp'],
    fits: at(4, 'ftyp'),
  },
  { types: ['video/webm', 'audio/webm', 'video/x-matroska'], fits: at(0, [0x1a, 0x45, 0xdf, 0xa3]) },
  {
    types: ['audio/mpeg'],
    fits: either(at(0, 'ID3'), (bytes) => bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0),
  },
  { types: ['audio/ogg', 'video/ogg', 'application/ogg'], fits: at(0, 'OggS') },
  { types: ['audio/wav', 'audio/x-wav', 'audio/wave'], fits: both(at(0, 'RIFF'), at(8, 'WAVE')) },
  { types: ['audio/flac', 'audio/x-flac'], fits: at(0, 'fLaC') },
]

/** What pretends to be something else, whatever its type says: programs, and pages with scripts. */
const neverInDisguise: readonly {
  readonly what: string
  readonly fits: (bytes: Bytes) => boolean
  readonly types: readonly string[]
}[] = [
  {
    what: 'a program for Windows',
    types: ['application/x-msdownload', 'application/vnd.microsoft.portable-executable', 'application/octet-stream'],
    fits: at(0, 'MZ'),
  },
  {
    what: 'a program',
    types: ['application/x-executable', 'application/octet-stream'],
    fits: at(0, [0x7f, 0x45, 0x4c, 0x46]),
  },
  {
    what: 'a web page',
    types: [
      'text/html',
      'application/xhtml+xml',
      'image/svg+xml',
      'text/xml',
      'application/xml',
      'text/plain',
      'application/octet-stream',
    ],
    fits: looksLikePage,
  },
]

const textTypes = [
  'text/',
  'application/json',
  'application/xml',
  'application/xhtml+xml',
  'image/svg+xml',
  'application/x-ndjson',
]

/**
 * Says what is wrong with a file's type by the file's first bytes; undefined when they fit.
 *
 * `application/octet-stream` says nothing about the bytes, so all fit; it is handed over as a download anyhow.
 */
export function typeFault(type: string, beginning: Bytes): string | undefined {
  if (beginning.length === 0) return undefined
  const disguised = neverInDisguise.find(({ fits, types }) => fits(beginning) && !isOf(type, types))
  if (disguised !== undefined) return `It is ${disguised.what}, not ${type}`
  const own = signatures.filter(({ types }) => isOf(type, types))
  if (own.length > 0) return own.some(({ fits }) => fits(beginning)) ? undefined : `It does not begin like ${type}`
  if (isOf(type, textTypes) && !isText(beginning)) return `It is not text, as ${type} says`
  // A picture, sound or film whose beginning nobody knows is not shown by a browser anyhow: it stays a download.
  return undefined
}

function isOf(type: string, types: readonly string[]): boolean {
  return types.some((each) => type === each || (/[/.-]$/.test(each) && type.startsWith(each)))
}

function looksLikePage(bytes: Bytes): boolean {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 512)).trimStart().toLowerCase()
  return /^(<!doctype html|<html|<head|<body|<script|<iframe|<svg|<\?xml[^>]*\?>\s*(<!--[\s\S]*?-->\s*)?(<!doctype svg[^>]*>\s*)?<(svg|html))/.test(
    text,
  )
}

/** UTF-8, or UTF-16 with its mark; without NULs, which no text has. The last character may be cut. */
function isText(bytes: Bytes): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true
  return !bytes.includes(0)
}

function at(offset: number, wanted: string | readonly number[]): (bytes: Bytes) => boolean {
  const codes = typeof wanted === 'string' ? Array.from(wanted, (letter) => letter.charCodeAt(0)) : wanted
  return (bytes) => codes.every((code, place) => bytes[offset + place] === code)
}

function brand(brands: readonly string[]): (bytes: Bytes) => boolean {
  return (bytes) => brands.includes(String.fromCharCode(...bytes.subarray(8, 12)))
}

function both(one: (bytes: Bytes) => boolean, other: (bytes: Bytes) => boolean): (bytes: Bytes) => boolean {
  return (bytes) => one(bytes) && other(bytes)
}

function either(one: (bytes: Bytes) => boolean, other: (bytes: Bytes) => boolean): (bytes: Bytes) => boolean {
  return (bytes) => one(bytes) || other(bytes)
}
