import { definePlugin } from '#sdk'
import { hearBooking } from './contacts/hear-booking.ts'
import { events } from './events.ts'
import { runImport } from './import/run-import.ts'
import { notifies } from './notifications/notifies.ts'
import { routes } from './routes.ts'
import { Settings } from './settings.ts'
import { remind } from './tasks/remind.ts'
import { emptyTrash } from './trash/empty-trash.ts'
import { usage } from './usage.ts'

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
    'crm.deals.read': { title: 'See deals and pipelines', roles: ['owner', 'admin', 'member', 'viewer'] },
    'crm.deals.write': { title: 'Add, change, move and delete deals', roles: ['owner', 'admin', 'member'] },
    'crm.pipelines.manage': { title: 'Add, change and remove pipelines', roles: ['owner', 'admin'] },
    'crm.tasks.read': { title: 'See tasks', roles: ['owner', 'admin', 'member', 'viewer'] },
    'crm.tasks.write': { title: 'Add, change, tick off and delete tasks', roles: ['owner', 'admin', 'member'] },
    'crm.notes.read': { title: 'Read notes', roles: ['owner', 'admin', 'member', 'viewer'] },
    'crm.notes.write': { title: 'Add, change and delete notes', roles: ['owner', 'admin', 'member'] },
    'crm.views.read': { title: 'See saved views of lists', roles: ['owner', 'admin', 'member', 'viewer'] },
    'crm.views.write': { title: 'Save views of lists', roles: ['owner', 'admin', 'member'] },
    'crm.views.manage': { title: 'Change shared views of others', roles: ['owner', 'admin'] },
    'crm.changes.undo': { title: 'Undo changes of many at once', roles: ['owner', 'admin', 'member'] },
    'crm.trash.read': { title: 'See what was deleted', roles: ['owner', 'admin', 'member'] },
    'crm.trash.empty': { title: 'Delete for good what is in the trash', roles: ['owner', 'admin'] },
    'crm.dashboard.read': { title: 'See the overview', roles: ['owner', 'admin', 'member', 'viewer'] },
    'crm.fields.manage': { title: 'Add and remove fields', roles: ['owner', 'admin'] },
  },
  settings: Settings,
  routes,
  events,
  hears: { 'booking.booking.created': hearBooking },
  usage,
  notifies,
  jobs: { runImport, emptyTrash, remind },
})
