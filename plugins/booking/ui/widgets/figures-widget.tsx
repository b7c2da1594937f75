import { A } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { Loaded, useWorkspace } from '#kit'
import { FigureList } from '../figures/figure-list.tsx'
import { useDashboard } from '../figures/use-dashboard.ts'

/** How the last thirty days were booked. */
export default function FiguresWidget(): JSX.Element {
  const workspace = useWorkspace()
  const query = useDashboard(() => ({ from: '', to: '', serviceId: '', resourceId: '' }))
  return (
    <div class="flex flex-col gap-4">
      <Loaded query={query} rows={4}>
        {(dashboard) => <FigureList dashboard={dashboard()} isShort />}
      </Loaded>
      <A
        href={workspace().path('/booking/figures')}
        class="focusable inline-flex min-h-6 items-center self-start rounded text-accent hover:underline"
      >
        All figures
      </A>
    </div>
  )
}
