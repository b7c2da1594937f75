import { useSearchParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { Choice, formatDay, formatNumber, Spark } from '#kit'
import { firstOf } from '../query-string.ts'
import type { Dashboard } from '../types.ts'

const kinds = [
  { value: '', label: 'Everything' },
  { value: 'contacts', label: 'New contacts' },
  { value: 'deals', label: 'New deals' },
  { value: 'won', label: 'Deals won' },
  { value: 'tasksDone', label: 'Tasks done' },
  { value: 'notes', label: 'Notes' },
] as const

type Day = Dashboard['activity'][number]

/** What was done each day, all together or one kind. */
export function ActivityChart(props: { readonly activity: readonly Day[] }): JSX.Element {
  const [search, setSearch] = useSearchParams<{ activity: string }>()
  const kind = () => kinds.find(({ value }) => value === firstOf(search.activity)) ?? kinds[0]
  const bars = () => props.activity.map((day) => ({ label: formatDay(day.day), value: countOf(day, kind().value) }))
  const total = () => bars().reduce((sum, { value }) => sum + value, 0)
  return (
    <div class="flex flex-col gap-4">
      <Choice
        label="What to count"
        options={kinds}
        value={kind().value}
        onChange={(event) => setSearch({ activity: event.currentTarget.value }, { replace: true, scroll: false })}
      />
      <p class="text-soft">{formatNumber(total())} in these days</p>
      <Spark label={`${kind().label}, day by day`} each="Day" measure={kind().label} bars={bars()} />
    </div>
  )
}

function countOf(day: Day, kind: (typeof kinds)[number]['value']): number {
  return kind === '' ? day.contacts + day.deals + day.won + day.tasksDone + day.notes : day[kind]
}
