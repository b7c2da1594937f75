import { definePlugin } from '#sdk'
import { events } from './events.ts'
import { runImport } from './import/run-import.ts'
import { routes } from './routes.ts'
import { Settings } from './settings.ts'

export const plugin = definePlugin({
  id: 'crm',
  kind: 'module',
  title: 'Customers',
  description: 'The people and companies you work with, all in one list that finds anybody.',
  icon: 'contact',
  version: '1.0.0',
  permissions: {
    'crm.contacts.read': { title: 'See contacts', roles: ['owner', 'admin', 'member', 'viewer'] },
    'crm.contacts.write': { title: 'Add, change and delete contacts', roles: ['owner', 'admin', 'member'] },
    'crm.contacts.import': { title: 'Import contacts from a file', roles: ['owner', 'admin', 'member'] },
    'crm.companies.read': { title: 'See companies', roles: ['owner', 'admin', 'member', 'viewer'] },
    'crm.companies.write': { title: 'Add, change and delete companies', roles: ['owner', 'admin', 'member'] },
    'crm.fields.manage': { title: 'Add and remove fields', roles: ['owner', 'admin'] },
  },
  settings: Settings,
  routes,
  events,
  jobs: { runImport },
})
