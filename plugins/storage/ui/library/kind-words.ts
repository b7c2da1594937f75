import type { StoredFile } from '../types.ts'

type Kind = StoredFile['kind']

export const kindWords: Readonly<Record<Kind, string>> = {
  picture: 'Picture',
  document: 'Document',
  sound: 'Sound',
  film: 'Film',
  other: 'File',
}

export const kindIcons: Readonly<Record<Kind, string>> = {
  picture: 'i-lucide-image',
  document: 'i-lucide-file-text',
  sound: 'i-lucide-music',
  film: 'i-lucide-film',
  other: 'i-lucide-file',
}
