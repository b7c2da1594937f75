import type { JSX } from 'solid-js'
import { type Column, createPanel, formatDateTime, Table } from '#kit'
import { formatSize } from '../format-size.ts'
import type { StoredFile } from '../types.ts'
import { FileMenu } from './file-menu.tsx'
import { FilePicture } from './file-picture.tsx'
import { FileState } from './file-state.tsx'
import { kindWords } from './kind-words.ts'

/** Files one under the other, with what is known of each. */
export function FileTable(props: { readonly files: readonly StoredFile[] }): JSX.Element {
  const details = createPanel('open')
  const columns: readonly Column<StoredFile>[] = [
    {
      id: 'name',
      title: 'Name',
      isName: true,
      cell: (file) => (
        <span class="flex items-center gap-3">
          <FilePicture file={file} class="h-10 w-10 rounded" />
          <button
            type="button"
            class="focusable min-h-6 min-w-0 rounded text-left font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
            onClick={() => details.open(file.id)}
          >
            {file.name}
          </button>
        </span>
      ),
    },
    { id: 'kind', title: 'Kind', cell: (file) => <OneLine>{kindWords[file.kind]}</OneLine> },
    { id: 'size', title: 'Size', align: 'end', cell: (file) => <OneLine>{formatSize(file.size)}</OneLine> },
    { id: 'createdAt', title: 'Uploaded', cell: (file) => formatDateTime(file.createdAt) },
    {
      id: 'state',
      title: 'Who sees it',
      cell: (file) => (
        <OneLine>
          <FileStateOr file={file} />
        </OneLine>
      ),
    },
    { id: 'actions', title: 'Actions', align: 'end', cell: (file) => <FileMenu file={file} /> },
  ]
  return (
    <div class="card">
      <Table label="Files" columns={columns} rows={props.files} />
    </div>
  )
}

function FileStateOr(props: { readonly file: StoredFile }): JSX.Element {
  return props.file.state === 'ready' && !props.file.public ? <span>Your people</span> : <FileState file={props.file} />
}

/** Short words that no column may break. */
function OneLine(props: { readonly children: JSX.Element }): JSX.Element {
  return <span class="whitespace-nowrap">{props.children}</span>
}
