import { For, type JSX } from 'solid-js'
import { createPanel, relativeTime } from '#kit'
import { formatSize } from '../format-size.ts'
import type { StoredFile } from '../types.ts'
import { FileMenu } from './file-menu.tsx'
import { FilePicture } from './file-picture.tsx'
import { FileState } from './file-state.tsx'

/** Files as pictures, side by side. */
export function FileTiles(props: { readonly files: readonly StoredFile[] }): JSX.Element {
  const details = createPanel('open')
  return (
    <ul class="grid grid-cols-[repeat(auto-fill,minmax(min(100%,14rem),1fr))] gap-4">
      <For each={props.files}>
        {(file) => (
          <li class="card relative flex flex-col overflow-hidden">
            <FilePicture file={file} class="h-36 w-full" />
            <div class="flex items-start gap-1 p-3 pr-1">
              <div class="min-w-0 flex-1">
                <button
                  type="button"
                  class="focusable min-h-6 max-w-full rounded text-left font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
                  onClick={() => details.open(file.id)}
                >
                  {file.name}
                </button>
                <p class="text-sm text-soft">
                  {formatSize(file.size)}, {relativeTime(file.createdAt)}
                </p>
                <div class="mt-1 empty:hidden">
                  <FileState file={file} />
                </div>
              </div>
              <FileMenu file={file} />
            </div>
          </li>
        )}
      </For>
    </ul>
  )
}
