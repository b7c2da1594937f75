import { endpoint, pluginRouter } from '#sdk'
import { Dashboard, DashboardQuery } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { readDashboard } from './read-dashboard.ts'

export const dashboardRoutes = pluginRouter<Settings>().get(
  '/dashboard',
  endpoint({
    permission: 'booking.dashboard.read',
    summary: 'Shows how the business is booked',
    query: DashboardQuery,
    answers: { 200: Dashboard },
  }),
  async (c) => c.json(await readDashboard(c.var, c.req.valid('query'))),
)
