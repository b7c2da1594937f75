import type { JSX } from 'solid-js'

/** The icon of a module or connector, by the Lucide name that it declares. */
export function PluginIcon(props: { readonly name: string; readonly off?: boolean }): JSX.Element {
  return (
    <span
      aria-hidden="true"
      class={`grid h-10 w-10 shrink-0 place-items-center rounded-lg text-xl ${props.off === true ? 'bg-raised text-soft' : 'bg-accent-soft text-accent'}`}
    >
      <span class={`i-lucide-${props.name}`} />
    </span>
  )
}
