import { A } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { useWorkspace } from '#kit'

/** The way back to a list. */
export function BackLink(props: { readonly path: string; readonly children: JSX.Element }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <A
      href={workspace().path(props.path)}
      class="focusable -mt-3 inline-flex min-h-8 items-center gap-1.5 self-start rounded text-soft no-underline hover:underline"
    >
      <span aria-hidden="true" class="i-lucide-arrow-left" /> {props.children}
    </A>
  )
}
