import { useSearchParams } from '@solidjs/router'
import { For, type JSX } from 'solid-js'
import { Button, Dialog, Tick } from '#kit'
import type { ListColumn } from './column.ts'

export interface ColumnsDialogProps<Item> {
  readonly open: boolean
  readonly onClose: () => void
  readonly all: readonly ListColumn<Item>[]
  readonly chosen: readonly ListColumn<Item>[]
  readonly usual: readonly string[]
}

/** Which columns a list shows. The address keeps it, and so does a saved view. */
export function ColumnsDialog<Item>(props: ColumnsDialogProps<Item>): JSX.Element {
  const [, setSearch] = useSearchParams()
  const set = (ids: readonly string[]) => {
    const isUsual = ids.join() === props.usual.join()
    setSearch({ columns: isUsual ? '' : ids.join(',') || 'none' }, { replace: true, scroll: false })
  }
  const toggle = (id: string, isOn: boolean) => {
    const ids = new Set(props.chosen.map((column) => column.id))
    if (isOn) ids.add(id)
    else ids.delete(id)
    set(props.all.map((column) => column.id).filter((each) => ids.has(each)))
  }
  return (
    <Dialog title="Columns" open={props.open} onClose={props.onClose}>
      <div class="flex flex-col gap-4">
        <p class="text-soft">On a narrow screen each row is a card and shows the most important only.</p>
        <fieldset class="m-0 min-w-0 border-0 p-0">
          <legend class="sr-only">Columns beside the name</legend>
          <div class="grid sm:grid-cols-2">
            <For each={props.all}>
              {(column) => (
                <Tick
                  label={column.title}
                  name="columns"
                  value={column.id}
                  checked={props.chosen.some(({ id }) => id === column.id)}
                  onChange={(isOn) => toggle(column.id, isOn)}
                />
              )}
            </For>
          </div>
        </fieldset>
        <div class="flex justify-between gap-2">
          <Button look="quiet" onClick={() => set(props.usual)}>
            The usual ones
          </Button>
          <Button look="primary" onClick={() => props.onClose()}>
            Done
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
