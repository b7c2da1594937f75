import { useQueryClient } from '@tanstack/solid-query'
import { createMemo } from 'solid-js'
import { useWorkspace } from '#kit'
import { type Uploader, uploaderOf } from './uploader.ts'

/** The uploads of the workspace that the page is in. What arrives is in every list at once. */
export function useUploader(): () => Uploader {
  const workspace = useWorkspace()
  const client = useQueryClient()
  return createMemo(() => {
    const { slug } = workspace()
    return uploaderOf(workspace(), () => void client.invalidateQueries({ queryKey: [slug, 'storage'] }))
  })
}
