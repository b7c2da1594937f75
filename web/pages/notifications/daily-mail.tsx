import type { JSX } from 'solid-js'
import { Choice, TimeField, useWorkspace } from '#kit'
import type { Choices } from './queries.ts'

export interface DailyMailProps {
  readonly choices: Choices
  readonly choose: (hour: Partial<Pick<Choices, 'at' | 'timeZone'>>) => void
}

/** When the one mail of the day comes, and by whose clocks. */
export function DailyMail(props: DailyMailProps): JSX.Element {
  const workspace = useWorkspace()
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zones = () => [
    { value: '', label: `Of the workspace (${spell(workspace().timeZone)})` },
    ...[...new Set([props.choices.timeZone, here])]
      .filter((zone): zone is string => zone !== null && zone !== '' && zone !== undefined)
      .map((zone) => ({ value: zone, label: spell(zone) })),
  ]
  return (
    <section aria-labelledby="daily" class="card flex flex-col gap-4 p-4 sm:p-5">
      <div>
        <h2 id="daily" class="text-lg font-semibold">
          The daily mail
        </h2>
        <p class="text-soft">One mail with what you have not read by then; none on a day without news.</p>
      </div>
      <div class="grid gap-4 sm:grid-cols-2">
        <TimeField
          label="Comes at"
          value={props.choices.at}
          onChange={(at) => at !== null && props.choose({ at: at.slice(0, 5) })}
        />
        <Choice
          label="By the clock"
          options={zones()}
          value={props.choices.timeZone ?? ''}
          onChange={(event) => props.choose({ timeZone: event.currentTarget.value || null })}
        />
      </div>
    </section>
  )
}

/** `Europe/Berlin` as people read it. */
function spell(zone: string): string {
  return zone.replaceAll('_', ' ')
}
