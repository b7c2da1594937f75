import type { JSX } from 'solid-js'
import { Bars } from '#kit'
import { countDeals } from '../deals/deal-words.ts'
import { moneyWords } from '../deals/money-words.ts'
import type { Dashboard } from '../types.ts'

/** What the open deals of each stage are worth. */
export function PipelineBars(props: { readonly dashboard: Dashboard; readonly currency: string }): JSX.Element {
  const bars = () =>
    props.dashboard.pipeline.stages
      .filter(({ kind }) => kind === 'open')
      .map(({ name, count, amounts }) => ({
        label: name,
        hint: countDeals(count),
        // Lengths compare one currency; the words tell all.
        value: amounts.find(({ currency }) => currency === props.currency)?.amount ?? 0,
        words: moneyWords(amounts) || '–',
      }))
  return <Bars label="Worth of open deals by stage" each="Stage" measure="Worth" bars={bars()} />
}
