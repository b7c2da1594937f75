import { type MenuItem, notify, type Workspace } from '#kit'
import { toQuery } from '../query-string.ts'
import type { ListState } from './list-state.ts'

/** Saves what a list shows as a file. */
export function exportItem<Item extends { readonly id: string }>(
  workspace: Workspace,
  { filter, isFiltered, shape }: ListState<Item>,
): MenuItem {
  const save = () => {
    const { sort: _, ...asked } = filter()
    workspace
      .download(`/crm/${shape.kind}/export?${toQuery(asked)}`, `${shape.kind}.csv`)
      .then(() => notify.done('The file is saved'), notify.failed)
  }
  return { label: isFiltered() ? 'Export these' : 'Export all', icon: 'i-lucide-download', onSelect: save }
}
