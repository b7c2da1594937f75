import type { JSX } from 'solid-js'
import { Empty, LinkButton, Page, useWorkspace } from '#kit'

/** A link inside of a workspace that leads nowhere. */
export default function Lost(): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Page title="There is no such page">
      <div class="card">
        <Empty
          icon="i-lucide-unlink"
          title="This link leads nowhere"
          action={
            <LinkButton href={workspace().path('/')} look="primary">
              To the start
            </LinkButton>
          }
        >
          It may be old, or a letter may be missing. “Find or do” looks for pages and records by their names.
        </Empty>
      </div>
    </Page>
  )
}
