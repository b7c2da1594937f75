import { pluginRouter } from '#sdk'
import { publicBookingRoutes } from './public/booking-routes.ts'
import { publicCalendarRoutes } from './public/calendar-routes.ts'
import { publicWaitingRoutes } from './public/waiting-routes.ts'
import type { Settings } from './settings.ts'

/** What anybody sees and does without a sign-in, under `/api/public/<workspace>/booking`. */
export const publicRoutes = pluginRouter<Settings>()
  .route('/', publicBookingRoutes)
  .route('/', publicWaitingRoutes)
  .route('/', publicCalendarRoutes)
