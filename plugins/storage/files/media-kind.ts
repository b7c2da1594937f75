import type { FileRow } from '../tables.ts'

const documents = new Set([
  'application/pdf',
  'application/rtf',
  'application/msword',
  'application/json',
  'application/epub+zip',
])
const documentFamilies = [
  'text/',
  'application/vnd.openxmlformats-officedocument.',
  'application/vnd.oasis.opendocument.',
  'application/vnd.ms-',
]

/** What a file is to people, by its type. */
export function mediaKind(type: string): FileRow['kind'] {
  if (type.startsWith('image/')) return 'picture'
  if (type.startsWith('audio/')) return 'sound'
  if (type.startsWith('video/')) return 'film'
  return documents.has(type) || documentFamilies.some((family) => type.startsWith(family)) ? 'document' : 'other'
}

/** Types that a browser shows and that can hold no script. Everything else is handed over as a download. */
const harmless = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'text/plain',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
  'audio/mp4',
  'video/mp4',
  'video/webm',
])

/** Whether a file may be shown in the browser itself. */
export function mayShow(type: string): boolean {
  return harmless.has(type)
}

/** Whether it is shown as a small picture. */
export function hasPreview(type: string): boolean {
  return type.startsWith('image/') && harmless.has(type)
}
