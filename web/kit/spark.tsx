import { For, type JSX } from 'solid-js'
import { type BarsProps, ChartTable } from './bars.tsx'
import { formatNumber } from './format.ts'

const [width, height, gap] = [300, 64, 2]

/** How something went from day to day, as small columns; and the same as a table. */
export function Spark(props: BarsProps): JSX.Element {
  const most = () => Math.max(1, ...props.bars.map(({ value }) => value))
  const step = () => width / Math.max(1, props.bars.length)
  const tall = (value: number) => (Math.max(0, value) / most()) * (height - 4)
  return (
    <figure aria-label={props.label} class="flex min-w-0 flex-col gap-2">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        class="h-20 w-full overflow-visible"
      >
        <line x1="0" x2={width} y1={height} y2={height} stroke="var(--line)" vector-effect="non-scaling-stroke" />
        <For each={props.bars}>
          {(bar, place) => (
            <rect
              x={place() * step() + gap / 2}
              y={height - tall(bar.value)}
              width={Math.max(1, step() - gap)}
              height={tall(bar.value)}
              rx="1"
              fill="var(--accent)"
            >
              <title>{`${bar.label}: ${bar.words ?? formatNumber(bar.value)}`}</title>
            </rect>
          )}
        </For>
      </svg>
      <div aria-hidden="true" class="flex justify-between gap-4 text-sm text-soft">
        <span>{props.bars[0]?.label}</span>
        <span>{props.bars.at(-1)?.label}</span>
      </div>
      <ChartTable {...props} />
    </figure>
  )
}
