import type { JSX } from 'solid-js'
import { Badge } from '#kit'
import type { Installed } from '../../shell/published-query.ts'

const stateWords = {
  on: { word: 'Installed', tone: 'good' },
  suspended: { word: 'Paused', tone: 'warn' },
  killed: { word: 'Stopped', tone: 'danger' },
  yanked: { word: 'Called back', tone: 'danger' },
} as const

/** How an installed plugin stands. */
export function StateBadge(props: { readonly state: Installed['state'] }): JSX.Element {
  return <Badge tone={stateWords[props.state].tone}>{stateWords[props.state].word}</Badge>
}
