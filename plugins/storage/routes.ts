import { pluginRouter } from '#sdk'
import { attachmentsRoutes } from './attachments/routes.ts'
import { filesRoutes } from './files/routes.ts'
import type { Settings } from './settings.ts'
import { uploadsRoutes } from './uploads/routes.ts'

/** The verbs on the wire, under `/api/storage`. */
export const routes = pluginRouter<Settings>()
  .route('/', filesRoutes)
  .route('/', uploadsRoutes)
  .route('/', attachmentsRoutes)

export type Routes = typeof routes
