import type { JSX } from 'solid-js'
import type { Deal } from '../types.ts'
import { type ChooserProps, RecordChooser } from './record-chooser.tsx'

/** One of the deals. */
export function DealChooser(props: ChooserProps): JSX.Element {
  return (
    <RecordChooser<Deal>
      {...props}
      kind="deals"
      nothing="No such deal"
      nameOf={({ title }) => title}
      hintOf={(deal) => deal.contact?.name ?? deal.company?.name}
    />
  )
}
