import { createSignal, For, type JSX } from 'solid-js'
import { ownZone, setZone, useWords, zone, zoneChoices } from '#site'
import { writeZone } from './format.ts'
import type { Words } from './words/en.ts'

/** In which zone the times are shown. All zones there are come once somebody looks for them. */
export function ZoneSwitch(props: { readonly home: string; readonly at: Date }): JSX.Element {
  const words = useWords<Words>()
  const [isOpen, setIsOpen] = createSignal(false)
  const near = () => [...new Set([zone(), ownZone, props.home])]
  const others = () => zoneChoices(props.home).filter((name) => !near().includes(name))
  const label = (name: string) => {
    const whose = name === ownZone ? words().yourZone : name === props.home ? words().theirZone : undefined
    return whose === undefined ? writeZone(name, props.at) : `${writeZone(name, props.at)}, ${whose}`
  }
  return (
    <label class="row small zone">
      <span class="soft">{words().timeZone}</span>
      <select
        class="control slim"
        value={zone()}
        onFocus={() => setIsOpen(true)}
        onPointerDown={() => setIsOpen(true)}
        onChange={(event) => setZone(event.currentTarget.value)}
      >
        <For each={near()}>{(name) => <option value={name}>{label(name)}</option>}</For>
        <For each={isOpen() ? others() : []}>
          {(name) => <option value={name}>{name.replaceAll('_', ' ').replaceAll('/', ' / ')}</option>}
        </For>
      </select>
    </label>
  )
}
