import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import { type Bar, Bars, Loaded, Spark } from '#kit'
import type { Block } from '../../kernel/sdk/pages.ts'
import { LineChart } from './line-chart.tsx'
import { useReading } from './published-page.ts'
import { readField, recordsOf } from './read-field.ts'
import { Section } from './section.tsx'
import { figureOf, wordsOf } from './words.ts'

type ChartBlock = Extract<Block, { block: 'chart' }>

/** More than these cannot be told apart. */
const mostBars = 60
/** As many bars stand above each other; more of them stand beside each other. */
const mostRows = 14

/** Figures to compare: as bars, as a line, or large. */
export function ChartBlockView(props: { readonly block: ChartBlock }): JSX.Element {
  const reading = useReading(() => props.block.from)
  return (
    <Section title={props.block.title} label="Chart">
      <div class={`px-4 pb-4 ${props.block.title === undefined ? 'pt-4' : ''}`}>
        <Loaded query={reading} rows={4}>
          {(answer) => <Chart block={props.block} answer={answer()} />}
        </Loaded>
      </div>
    </Section>
  )
}

function Chart(props: { readonly block: ChartBlock; readonly answer: unknown }): JSX.Element {
  const bars = createMemo((): Bar[] =>
    recordsOf(props.answer)
      .slice(0, mostBars)
      .map((item) => ({
        label: labelOf(readField(item, props.block.label)),
        ...figureOf(readField(item, props.block.value), props.block.format),
      })),
  )
  const chart = () => ({ label: props.block.title ?? 'Chart', each: 'What', measure: 'Value', bars: bars() })
  return (
    <Show when={bars().length > 0} fallback={<p class="py-6 text-center text-soft">No figures yet</p>}>
      <Switch fallback={<Bars {...chart()} />}>
        <Match when={props.block.as === 'number'}>
          <Figures bars={bars()} />
        </Match>
        <Match when={props.block.as === 'line'}>
          <LineChart {...chart()} />
        </Match>
        <Match when={bars().length > mostRows}>
          <Spark {...chart()} />
        </Match>
      </Switch>
    </Show>
  )
}

function Figures(props: { readonly bars: readonly Bar[] }): JSX.Element {
  return (
    <dl class="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-4">
      <For each={props.bars}>
        {(bar) => (
          <div class="flex min-w-0 flex-col-reverse justify-end">
            <dt class="text-sm text-soft [overflow-wrap:anywhere]">{bar.label}</dt>
            <dd class="text-2xl font-semibold tabular-nums [overflow-wrap:anywhere]">{bar.words}</dd>
          </div>
        )}
      </For>
    </dl>
  )
}

/** A day or a moment is written as such; everything else as it is. */
function labelOf(value: unknown): string {
  const isDay = typeof value === 'string' && /^\d{4}-\d\d-\d\d(T|$)/.test(value)
  return wordsOf(value, { as: isDay ? 'date' : 'text' }) || '–'
}
