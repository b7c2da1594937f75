import type { JSX } from 'solid-js'
import { RecordPanels } from '#kit'
import type { About } from '../about.ts'

export interface RecordColumnsProps {
  readonly about: About
  /** What the record itself says. */
  readonly facts: JSX.Element
  /** What stands with it. */
  readonly children: JSX.Element
}

/** The page of a record: what it says and what other modules have of it, beside what happened and is to be done. */
export function RecordColumns(props: RecordColumnsProps): JSX.Element {
  return (
    <div class="grid items-start gap-6 lg:grid-cols-2">
      <div class="flex min-w-0 flex-col gap-6">
        {props.facts}
        <RecordPanels subject={`${props.about.noun}:${props.about.id}`} />
      </div>
      {props.children}
    </div>
  )
}
