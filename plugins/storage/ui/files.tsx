import { createEffect, type JSX, Match, on, onMount, Show, Switch } from 'solid-js'
import { Button, createPanel, Empty, ErrorNote, notify, Page, Skeleton, useWorkspace } from '#kit'
import { FileDialogs } from './library/file-dialogs.tsx'
import { FileFilters } from './library/file-filters.tsx'
import { FileTable } from './library/file-table.tsx'
import { FileTiles } from './library/file-tiles.tsx'
import { createLibraryState, type LibraryState } from './library/library-state.ts'
import { RoomLine } from './library/room-line.tsx'
import { DropArea } from './uploads/drop-area.tsx'
import { UploadButton } from './uploads/upload-button.tsx'
import { UploadList } from './uploads/upload-list.tsx'
import { useUploader } from './uploads/use-uploader.ts'

/** The library: all files of the workspace, and those on their way to it. */
export default function Files(): JSX.Element {
  const workspace = useWorkspace()
  const state = createLibraryState()
  const uploader = useUploader()
  const panel = createPanel('panel')
  const canWrite = () => workspace().can('storage.files.write')
  let chooseFiles: () => void = () => undefined
  const add = (files: readonly File[]) => void uploader().add(files).catch(notify.failed)
  onMount(() => {
    if (canWrite()) uploader().resume().catch(notify.failed)
  })
  createEffect(
    on(panel.value, (value) => {
      if (value !== 'upload' || !canWrite()) return
      panel.close()
      chooseFiles()
    }),
  )
  return (
    <Page
      title="Files"
      lead="Pictures, documents and everything else that belongs to your business. Only your people see them, unless you share them."
      actions={
        <Show when={canWrite()}>
          <UploadButton
            label="Upload files"
            look="primary"
            onFiles={add}
            opener={(open) => {
              chooseFiles = open
            }}
          />
        </Show>
      }
    >
      <Show when={canWrite()}>
        <DropArea onFiles={add} />
        <UploadList uploader={uploader()} />
      </Show>
      <RoomLine />
      <Show when={state.isFiltered() || !state.isNothing()}>
        <FileFilters state={state} />
      </Show>
      <Library state={state} canWrite={canWrite()} choose={() => chooseFiles()} />
      <FileDialogs />
    </Page>
  )
}

interface LibraryProps {
  readonly state: LibraryState
  readonly canWrite: boolean
  readonly choose: () => void
}

function Library(props: LibraryProps): JSX.Element {
  const { query } = props.state
  return (
    <Switch>
      <Match when={query.isPending}>
        <Skeleton rows={6} />
      </Match>
      <Match when={query.error !== null && props.state.files().length === 0}>
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      </Match>
      <Match when={props.state.isNothing() && props.state.isFiltered()}>
        <Empty
          icon="i-lucide-search-x"
          title="No such file"
          action={<Button onClick={props.state.showAll}>Show all files</Button>}
        >
          Try fewer letters or another spelling, or ask for less at once.
        </Empty>
      </Match>
      <Match when={props.state.isNothing()}>
        <div class="card">
          <Empty
            icon="i-lucide-folder-open"
            title="No files yet"
            action={
              <Show when={props.canWrite}>
                <Button look="primary" icon="i-lucide-upload" onClick={() => props.choose()}>
                  Upload the first file
                </Button>
              </Show>
            }
          >
            Upload price lists, photos or contracts, and find them here whenever you need them.
          </Empty>
        </div>
      </Match>
      <Match when={true}>
        <Show when={props.state.read('view') === 'list'} fallback={<FileTiles files={props.state.files()} />}>
          <FileTable files={props.state.files()} />
        </Show>
        <Show when={query.hasNextPage}>
          <div class="text-center">
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more files
            </Button>
          </div>
        </Show>
      </Match>
    </Switch>
  )
}
