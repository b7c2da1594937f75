import { pluginRouter } from '#sdk'
import { bulkRoutes } from './bulk/routes.ts'
import { companiesRoutes } from './companies/routes.ts'
import { contactsRoutes } from './contacts/routes.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import { dealsRoutes } from './deals/routes.ts'
import { fieldsRoutes } from './fields/routes.ts'
import { importRoutes } from './import/routes.ts'
import { mergeRoutes } from './merge/routes.ts'
import { notesRoutes } from './notes/routes.ts'
import { pipelinesRoutes } from './pipelines/routes.ts'
import type { Settings } from './settings.ts'
import { tasksRoutes } from './tasks/routes.ts'
import { trashRoutes } from './trash/routes.ts'
import { viewsRoutes } from './views/routes.ts'

/** The verbs on the wire, under `/api/crm`. Merging comes first: `/contacts/duplicates` is no contact. */
export const routes = pluginRouter<Settings>()
  .route('/', mergeRoutes)
  .route('/', contactsRoutes)
  .route('/', companiesRoutes)
  .route('/', pipelinesRoutes)
  .route('/', dealsRoutes)
  .route('/', tasksRoutes)
  .route('/', notesRoutes)
  .route('/', viewsRoutes)
  .route('/', bulkRoutes)
  .route('/', trashRoutes)
  .route('/', dashboardRoutes)
  .route('/', fieldsRoutes)
  .route('/', importRoutes)

export type Routes = typeof routes
