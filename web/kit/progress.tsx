import type { JSX } from 'solid-js'

/** How far something long is, from 0 to 1. */
export function Progress(props: {
  readonly label: string
  readonly value: number
  readonly words?: string
}): JSX.Element {
  const percent = () => Math.round(Math.min(1, Math.max(0, props.value)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent()}
      aria-valuetext={props.words ?? `${percent()} %`}
      class="h-3 overflow-hidden rounded-full bg-raised"
    >
      <div class="h-full rounded-full bg-accent transition-[width] duration-500" style={{ width: `${percent()}%` }} />
    </div>
  )
}
