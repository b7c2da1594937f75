import { definePlugin } from '#sdk'
import { events } from './events.ts'
import { needs } from './needs.ts'
import { pages } from './pages.ts'
import { routes } from './routes.ts'
import { Settings } from './settings.ts'

/** A plugin as a stranger publishes it, with every kind of block on its pages: for tests and pictures of the workspace. */
export const plugin = definePlugin({
  id: 'shoe_repair',
  kind: 'module',
  title: 'Shoe repair',
  description: 'Keeps track of shoes that are being repaired, from the counter to the customer.',
  icon: 'footprints',
  version: '1.0.0',
  permissions: {
    'shoe_repair.repairs.read': { title: 'See repairs', roles: ['owner', 'admin', 'member', 'viewer'] },
    'shoe_repair.repairs.write': { title: 'Take in, change and hand out repairs', roles: ['owner', 'admin', 'member'] },
  },
  settings: Settings,
  needs,
  routes,
  events,
  pages,
})
