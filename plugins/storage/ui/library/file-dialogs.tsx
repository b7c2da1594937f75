import { useQuery } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import {
  Button,
  Choice,
  Confirm,
  CopyLine,
  createForm,
  createPanel,
  Dialog,
  ErrorNote,
  formatDateTime,
  Loaded,
  notify,
  TextField,
  useWorkspace,
} from '#kit'
import { formatSize } from '../format-size.ts'
import type { SharedLink, StoredFile } from '../types.ts'
import { useFileActions } from './file-actions.ts'
import { FileMenu } from './file-menu.tsx'
import { FileState } from './file-state.tsx'
import { kindWords } from './kind-words.ts'

/** What opens in front of the files; the address says which file it is about. */
export function FileDialogs(): JSX.Element {
  const workspace = useWorkspace()
  const [open, rename, link, remove] = ['open', 'rename', 'link', 'remove'].map(createPanel)
  const id = () => rename?.value() ?? link?.value() ?? remove?.value() ?? open?.value()
  const file = useQuery(() => ({
    queryKey: [workspace().slug, 'storage', 'file', id()],
    queryFn: ({ signal }) => workspace().api<StoredFile>(`/storage/files/${id()}`, { signal }),
    enabled: id() !== undefined,
  }))
  const title = () =>
    rename?.value() ? 'Rename the file' : link?.value() ? 'Share for a while' : (file.data?.name ?? 'File')
  const close = () => {
    const inner = [rename, link].find((panel) => panel?.value() !== undefined)
    ;(inner ?? open)?.close()
  }
  const actions = useFileActions()
  return (
    <>
      <Dialog title={title()} open={id() !== undefined && remove?.value() === undefined} onClose={close}>
        <Loaded query={file} rows={3}>
          {(found) => (
            <Show
              when={rename?.value()}
              fallback={
                <Show when={link?.value()} fallback={<Details file={found()} />}>
                  <Share file={found()} />
                </Show>
              }
            >
              <Rename file={found()} close={close} />
            </Show>
          )}
        </Loaded>
      </Dialog>
      <Show when={remove?.value() !== undefined && file.isSuccess && file.data}>
        {(found) => (
          <Confirm
            open
            title={`Delete ${found().name} for good?`}
            action="Delete for good"
            onClose={() => remove?.close()}
            onConfirm={() => actions.removeForever(found())}
          >
            Nobody can bring it back then, and links to it lead nowhere.
          </Confirm>
        )}
      </Show>
    </>
  )
}

function Details(props: { readonly file: StoredFile }): JSX.Element {
  const actions = useFileActions()
  return (
    <div class="flex flex-col gap-4">
      <Show when={props.file.previewUrl}>
        {(url) => (
          <img src={url()} alt={props.file.name} class="max-h-[50vh] w-full rounded-lg bg-raised object-contain" />
        )}
      </Show>
      <Show when={props.file.reason}>
        {(reason) => <p class="rounded-lg bg-danger-soft px-4 py-2 text-danger">Nobody can open it: {reason()}</p>}
      </Show>
      <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt class="text-soft">Kind</dt>
        <dd>
          {kindWords[props.file.kind]} <span class="text-sm text-soft">{props.file.type}</span>
        </dd>
        <dt class="text-soft">Size</dt>
        <dd>{formatSize(props.file.size)}</dd>
        <dt class="text-soft">Uploaded</dt>
        <dd>{formatDateTime(props.file.createdAt)}</dd>
        <Show when={props.file.goneAt}>
          {(moment) => (
            <>
              <dt class="text-soft">Gone for good</dt>
              <dd>{formatDateTime(moment())}</dd>
            </>
          )}
        </Show>
      </dl>
      <div class="empty:hidden">
        <FileState file={props.file} />
      </div>
      <Show when={props.file.publicUrl}>
        {(url) => <CopyLine label="Address for everybody" value={new URL(url(), location.origin).href} />}
      </Show>
      <div class="flex flex-wrap justify-end gap-2">
        <FileMenu file={props.file} />
        <Show when={props.file.state === 'ready'}>
          <Button icon="i-lucide-download" onClick={() => void actions.download(props.file).catch(notify.failed)}>
            Download
          </Button>
          <Button
            look="primary"
            icon="i-lucide-external-link"
            onClick={() => void actions.open(props.file).catch(notify.failed)}
          >
            Open
          </Button>
        </Show>
      </div>
    </div>
  )
}

function Rename(props: { readonly file: StoredFile; readonly close: () => void }): JSX.Element {
  const actions = useFileActions()
  const form = createForm(async (data) => {
    await actions.rename(props.file, String(data.get('name') ?? ''))
    props.close()
    notify.done('The file has its new name')
  })
  return (
    <form novalidate class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TextField
        label="Name"
        name="name"
        value={props.file.name}
        maxlength={255}
        autocomplete="off"
        autofocus
        error={form.wrong('name')}
      />
      <div class="flex flex-wrap justify-end gap-2">
        <Button onClick={() => props.close()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Rename
        </Button>
      </div>
    </form>
  )
}

const spans = [
  { value: '3600', label: 'An hour' },
  { value: '86400', label: 'A day' },
  { value: '604800', label: 'A week' },
  { value: '2592000', label: '30 days' },
] as const

function Share(props: { readonly file: StoredFile }): JSX.Element {
  const actions = useFileActions()
  const [made, setMade] = createSignal<SharedLink>()
  const form = createForm(async (data) => {
    setMade(await actions.makeLink(props.file, Number(data.get('span'))))
  })
  return (
    <form novalidate class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <p class="text-soft">
        Anybody who has the link can open {props.file.name} until its time is over, without signing in. It ends earlier
        only when you delete the file.
      </p>
      <ErrorNote error={form.error()} />
      <Choice label="The link works for" name="span" options={spans} value="86400" />
      <div class="flex flex-wrap justify-end gap-2">
        <Button type="submit" look="primary" busy={form.busy()}>
          Make the link
        </Button>
      </div>
      <Show when={made()}>
        {(link) => (
          <div role="status" class="flex flex-col gap-1">
            <CopyLine label="Link" value={link().url} />
            <p class="text-sm text-soft">It works until {formatDateTime(link().expiresAt)}.</p>
          </div>
        )}
      </Show>
    </form>
  )
}
