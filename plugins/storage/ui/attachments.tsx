import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { For, type JSX, onMount, Show } from 'solid-js'
import { Loaded, notify, relativeTime, useWorkspace } from '#kit'
import { formatSize } from './format-size.ts'
import { useFileActions } from './library/file-actions.ts'
import { FileDialogs } from './library/file-dialogs.tsx'
import { FileMenu } from './library/file-menu.tsx'
import { FilePicture } from './library/file-picture.tsx'
import { FileState } from './library/file-state.tsx'
import type { StoredFile } from './types.ts'
import { UploadButton } from './uploads/upload-button.tsx'
import { UploadList } from './uploads/upload-list.tsx'
import { useUploader } from './uploads/use-uploader.ts'

/** The files of a record, whatever it is: on the page of a contact, a deal, a booking. */
export default function Attachments(props: { readonly subject: string }): JSX.Element {
  const workspace = useWorkspace()
  const uploader = useUploader()
  const canWrite = () => workspace().can('storage.files.write')
  const attached = useQuery(() => ({
    queryKey: [workspace().slug, 'storage', 'attached', props.subject],
    queryFn: ({ signal }) =>
      workspace().api<{ data: readonly StoredFile[] }>(
        `/storage/attachments?${new URLSearchParams({ subject: props.subject })}`,
        {
          signal,
        },
      ),
    reconcile: 'id',
  }))
  const add = (files: readonly File[]) => void uploader().add(files, { subject: props.subject }).catch(notify.failed)
  onMount(() => {
    if (canWrite()) uploader().resume().catch(notify.failed)
  })
  return (
    <div class="flex flex-col gap-3">
      <Loaded query={attached} rows={2}>
        {(list) => (
          <Show when={list().data.length > 0} fallback={<p class="text-soft">No files yet.</p>}>
            <ul class="flex flex-col divide-y divide-line">
              <For each={list().data}>
                {(file) => <AttachedFile file={file} subject={props.subject} canWrite={canWrite()} />}
              </For>
            </ul>
          </Show>
        )}
      </Loaded>
      <Show when={canWrite()}>
        <UploadList uploader={uploader()} />
        <div>
          <UploadButton label="Add files" onFiles={add} />
        </div>
      </Show>
      <FileDialogs />
    </div>
  )
}

interface AttachedFileProps {
  readonly file: StoredFile
  readonly subject: string
  readonly canWrite: boolean
}

function AttachedFile(props: AttachedFileProps): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const actions = useFileActions()
  const where = () => new URLSearchParams({ subject: props.subject, fileId: props.file.id })
  const renew = () => client.invalidateQueries({ queryKey: [workspace().slug, 'storage'] })
  const takeOff = async () => {
    const { file, subject } = props
    await workspace().api(`/storage/attachments?${where()}`, { method: 'DELETE' })
    await renew()
    notify.done(`${file.name} is taken off here. It is still under Files`, () => {
      workspace()
        .api('/storage/attachments', { method: 'POST', body: { subject, fileId: file.id } })
        .then(renew, notify.failed)
    })
  }
  return (
    <li class="flex items-center gap-3 py-2">
      <FilePicture file={props.file} class="h-10 w-10 rounded" />
      <div class="min-w-0 flex-1">
        <Show
          when={props.file.state === 'ready'}
          fallback={<p class="font-medium [overflow-wrap:anywhere]">{props.file.name}</p>}
        >
          <button
            type="button"
            class="focusable min-h-6 max-w-full rounded text-left font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
            onClick={() => void actions.open(props.file).catch(notify.failed)}
          >
            {props.file.name}
          </button>
        </Show>
        <p class="text-sm text-soft">
          {formatSize(props.file.size)}, {relativeTime(props.file.createdAt)} <FileState file={props.file} />
        </p>
      </div>
      <FileMenu
        file={props.file}
        extra={
          props.canWrite
            ? [
                {
                  label: 'Take off here',
                  icon: 'i-lucide-unlink',
                  onSelect: () => void takeOff().catch(notify.failed),
                },
              ]
            : []
        }
      />
    </li>
  )
}
