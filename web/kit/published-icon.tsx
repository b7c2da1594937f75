import { createEffect, type JSX } from 'solid-js'
import { drawIcon } from './draw-icon.ts'
import { PluginIcon } from './plugin-icon.tsx'

/** The icon of a published plugin: any of Lucide's, drawn when it is known by name. */
export function PublishedIcon(props: { readonly name: string; readonly off?: boolean }): JSX.Element {
  createEffect(() => drawIcon(props.name))
  return <PluginIcon name={props.name} off={props.off === true} />
}
