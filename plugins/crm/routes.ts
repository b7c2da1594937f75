import { pluginRouter } from '#sdk'
import { companiesRoutes } from './companies/routes.ts'
import { contactsRoutes } from './contacts/routes.ts'
import { fieldsRoutes } from './fields/routes.ts'
import { importRoutes } from './import/routes.ts'
import type { Settings } from './settings.ts'

/** The verbs on the wire, under `/api/crm`. */
export const routes = pluginRouter<Settings>()
  .route('/', contactsRoutes)
  .route('/', companiesRoutes)
  .route('/', fieldsRoutes)
  .route('/', importRoutes)

export type Routes = typeof routes
