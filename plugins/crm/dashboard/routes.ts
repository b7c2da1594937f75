import { endpoint, pluginRouter } from '#sdk'
import { Dashboard, DashboardQuery } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { readDashboard } from './read-dashboard.ts'

export const dashboardRoutes = pluginRouter<Settings>().get(
  '/dashboard',
  endpoint({
    permission: 'crm.dashboard.read',
    summary: 'Shows the figures of a pipeline and of what was done',
    description:
      'Open stages hold what is in them now, won and lost ones what was closed within the days; the last thirty when none are named.',
    query: DashboardQuery,
    answers: { 200: Dashboard },
  }),
  async (c) => c.json(await readDashboard(c.var, c.req.valid('query'))),
)
