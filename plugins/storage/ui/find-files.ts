import type { FindRecords } from '#kit'
import { kindIcons, kindWords } from './library/kind-words.ts'
import type { FilePage } from './types.ts'

/** Finds files for the command palette. */
const findFiles: FindRecords = async (query, workspace, signal) => {
  const params = new URLSearchParams({ q: query, limit: '6' })
  const { data } = await workspace.api<FilePage>(`/storage/files?${params}`, { signal })
  return data.map(({ id, name, kind }) => ({
    label: name,
    hint: kindWords[kind],
    icon: kindIcons[kind],
    path: `/files?open=${id}`,
  }))
}

export default findFiles
