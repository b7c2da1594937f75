import { pluginRouter } from '#sdk'
import { bookingsRoutes } from './bookings/routes.ts'
import { calendarsRoutes } from './calendars/routes.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import { feedsRoutes } from './feeds/routes.ts'
import { messagesRoutes } from './messages/routes.ts'
import { hoursRoutes } from './resources/hours-routes.ts'
import { resourcesRoutes } from './resources/routes.ts'
import { servicesRoutes } from './services/routes.ts'
import type { Settings } from './settings.ts'
import { waitingRoutes } from './waiting/routes.ts'

/** The verbs on the wire, under `/api/booking`. */
export const routes = pluginRouter<Settings>()
  .route('/', servicesRoutes)
  .route('/', resourcesRoutes)
  .route('/', hoursRoutes)
  .route('/', bookingsRoutes)
  .route('/', messagesRoutes)
  .route('/', waitingRoutes)
  .route('/', calendarsRoutes)
  .route('/', feedsRoutes)
  .route('/', dashboardRoutes)

export type Routes = typeof routes
