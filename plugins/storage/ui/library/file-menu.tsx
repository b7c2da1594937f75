import type { JSX } from 'solid-js'
import { createPanel, Menu, type MenuItem, notify, useWorkspace } from '#kit'
import type { StoredFile } from '../types.ts'
import { useFileActions } from './file-actions.ts'

/** What can be done with a file, beside its name. */
export function FileMenu(props: { readonly file: StoredFile; readonly extra?: readonly MenuItem[] }): JSX.Element {
  const workspace = useWorkspace()
  const actions = useFileActions()
  const [rename, link, remove] = [createPanel('rename'), createPanel('link'), createPanel('remove')]
  const canWrite = () => workspace().can('storage.files.write')
  const run = (work: () => Promise<unknown>) => () => void work().catch(notify.failed)
  const reading = (): MenuItem[] => [
    {
      label: 'Copy link',
      icon: 'i-lucide-link',
      // A browser that keeps the clipboard to itself shows the link instead.
      onSelect: () => void actions.copyLink(props.file).catch(() => link.open(props.file.id)),
    },
    { label: 'Share for a while', icon: 'i-lucide-clock', onSelect: () => link.open(props.file.id) },
    { label: 'Download', icon: 'i-lucide-download', onSelect: run(() => actions.download(props.file)) },
  ]
  const writing = (): MenuItem[] => [
    { label: 'Rename', icon: 'i-lucide-pencil', onSelect: () => rename.open(props.file.id) },
    props.file.public
      ? { label: 'Make private', icon: 'i-lucide-lock', onSelect: run(() => actions.show(props.file, false)) }
      : { label: 'Show to everybody', icon: 'i-lucide-globe', onSelect: run(() => actions.show(props.file, true)) },
  ]
  const items = (): MenuItem[] => {
    if (props.file.state === 'deleted')
      return canWrite()
        ? [
            { label: 'Put back', icon: 'i-lucide-undo-2', onSelect: run(() => actions.putBack(props.file)) },
            {
              label: 'Delete for good',
              icon: 'i-lucide-trash-2',
              danger: true,
              onSelect: () => remove.open(props.file.id),
            },
          ]
        : []
    return [
      ...(props.file.state === 'ready' ? reading() : []),
      ...(canWrite() && props.file.state === 'ready' ? writing() : []),
      ...(props.extra ?? []),
      ...(canWrite()
        ? [{ label: 'Delete', icon: 'i-lucide-trash-2', danger: true, onSelect: run(() => actions.remove(props.file)) }]
        : []),
    ]
  }
  return <Menu label={`Actions for ${props.file.name}`} items={items()} />
}
