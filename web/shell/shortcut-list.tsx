import { For, type JSX, Show } from 'solid-js'
import { Dialog } from '../kit/dialog.tsx'
import { Switch } from '../kit/field.tsx'
import { Keys } from '../kit/keys.tsx'
import { areSingleKeysOn, chooseSingleKeys, type Shortcut } from '../kit/shortcut.ts'

export interface ShortcutListProps {
  readonly shortcuts: readonly Shortcut[]
  readonly onClose: () => void
}

/** Which keys do what on the page as it is, and the switch for those that are single keys. */
export default function ShortcutList(props: ShortcutListProps): JSX.Element {
  const isSingle = ({ keys }: Shortcut) => !/\b(mod|alt)\+/.test(keys)
  const single = () => props.shortcuts.filter(isSingle)
  const combined = () => props.shortcuts.filter((each) => !isSingle(each))
  return (
    <Dialog title="Keyboard shortcuts" open onClose={props.onClose}>
      <div class="flex flex-col gap-5">
        <List title="Always" shortcuts={combined()} />
        <Show when={areSingleKeysOn()}>
          <List title="Single keys, here and now" shortcuts={single()} />
        </Show>
        <Switch
          label="Single keys do something"
          hint="Turn this off if you speak to your device, or press keys by accident. It holds on this device."
          checked={areSingleKeysOn()}
          onChange={chooseSingleKeys}
        />
      </div>
    </Dialog>
  )
}

function List(props: { readonly title: string; readonly shortcuts: readonly Shortcut[] }): JSX.Element {
  return (
    <section>
      <h3 class="mb-2 text-base font-medium">{props.title}</h3>
      <dl class="flex flex-col divide-y divide-line">
        <For each={props.shortcuts}>
          {(shortcut) => (
            <div class="flex items-center justify-between gap-4 py-1.5">
              <dt class="min-w-0 [overflow-wrap:anywhere]">{shortcut.label}</dt>
              <dd class="shrink-0">
                <Keys keys={shortcut.keys} />
              </dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  )
}
