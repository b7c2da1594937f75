import type { JSX } from 'solid-js'
import type { Bar } from '#kit'
import { ChartTable } from '../kit/bars.tsx'

const [width, height] = [300, 80]

export interface LineChartProps {
  readonly label: string
  readonly each: string
  readonly measure: string
  readonly bars: readonly Bar[]
}

/** How something went, as a line; and the same as a table. */
export function LineChart(props: LineChartProps): JSX.Element {
  const values = () => props.bars.map(({ value }) => value)
  const low = () => Math.min(0, ...values())
  const span = () => Math.max(1e-9, Math.max(...values()) - low())
  const points = () =>
    values().map((value, place) => {
      const x = values().length === 1 ? width / 2 : (place / (values().length - 1)) * width
      return `${x.toFixed(1)},${(height - 4 - ((value - low()) / span()) * (height - 8)).toFixed(1)}`
    })
  const highest = () =>
    props.bars.reduce<Bar | undefined>(
      (most, bar) => (most === undefined || bar.value > most.value ? bar : most),
      undefined,
    )
  return (
    <figure aria-label={props.label} class="flex min-w-0 flex-col gap-2">
      <p aria-hidden="true" class="text-sm text-soft">
        Most: <span class="font-medium text-ink tabular-nums">{highest()?.words}</span> ({highest()?.label})
      </p>
      <svg aria-hidden="true" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" class="h-32 w-full">
        <line
          x1="0"
          x2={width}
          y1={height - 1}
          y2={height - 1}
          stroke="var(--line)"
          vector-effect="non-scaling-stroke"
        />
        <polyline
          points={points().join(' ')}
          fill="none"
          stroke="var(--accent)"
          stroke-width="2.5"
          stroke-linejoin="round"
          stroke-linecap="round"
          vector-effect="non-scaling-stroke"
        />
      </svg>
      <div aria-hidden="true" class="flex justify-between gap-4 text-sm text-soft">
        <span>{props.bars[0]?.label}</span>
        <span>{props.bars.at(-1)?.label}</span>
      </div>
      <ChartTable {...props} />
    </figure>
  )
}
