import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Loaded, useWorkspace } from '#kit'
import { useDashboard } from '../dashboard/dashboard-query.ts'
import { PipelineBars } from '../dashboard/pipeline-bars.tsx'

/** What the deals on the way are worth, stage by stage. */
export default function PipelineWidget(): JSX.Element {
  const workspace = useWorkspace()
  const query = useDashboard(() => ({ pipelineId: '', from: '', to: '', ownerId: '' }))
  return (
    <div class="flex flex-col gap-4">
      <Loaded query={query} rows={4}>
        {(dashboard) => (
          <Show
            when={dashboard().pipeline.stages.some(({ count }) => count > 0)}
            fallback={<p class="text-soft">No deals yet. The first one you add shows up here.</p>}
          >
            <PipelineBars dashboard={dashboard()} currency={workspace().currency} />
          </Show>
        )}
      </Loaded>
      <A
        href={workspace().path('/crm/deals')}
        class="focusable inline-flex min-h-6 items-center self-start rounded text-accent hover:underline"
      >
        All deals
      </A>
    </div>
  )
}
