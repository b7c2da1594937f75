import type { JSX } from 'solid-js'
import { Empty, LinkButton, useWorkspace } from '#kit'
import { SampleButton } from '../samples/sample-button.tsx'

/** What stands where nobody and nothing can be booked yet. */
export function NobodyYet(): JSX.Element {
  const workspace = useWorkspace()
  return (
    <div class="card">
      <Empty
        icon="i-lucide-calendar-check"
        title="Your calendar begins with the people in it"
        action={
          <div class="flex flex-wrap justify-center gap-2">
            <LinkButton look="primary" icon="i-lucide-plus" href={workspace().path('/booking/team?new=person')}>
              Add the first person
            </LinkButton>
            <SampleButton />
          </div>
        }
      >
        Add who works here and the rooms you have, then a service that can be booked. It takes two minutes.
      </Empty>
    </div>
  )
}
