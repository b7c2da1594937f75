import type { JSX } from 'solid-js'

const tones = {
  plain: 'bg-raised text-soft',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
  accent: 'bg-accent-soft text-accent',
} as const

/** A word or two about the state of a thing. */
export function Badge(props: { readonly tone?: keyof typeof tones; readonly children: JSX.Element }): JSX.Element {
  return (
    <span
      class={`inline-flex items-center rounded-full px-2.5 py-0.5 text-sm font-medium ${tones[props.tone ?? 'plain']}`}
    >
      {props.children}
    </span>
  )
}
