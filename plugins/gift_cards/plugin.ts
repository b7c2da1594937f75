import * as v from 'valibot'
import { definePlugin } from '#sdk'
import { events } from './events.ts'
import { routes } from './routes.ts'

export const plugin = definePlugin({
  id: 'gift_cards',
  kind: 'module',
  title: "Anna's gift cards",
  description: 'Say here in one plain sentence what a workspace gets by turning this on.',
  icon: 'box',
  version: '0.1.0',
  permissions: {
    'gift_cards.items.read': { title: 'See items', roles: ['owner', 'admin', 'member', 'viewer'] },
    'gift_cards.items.write': { title: 'Add, change and delete items', roles: ['owner', 'admin', 'member'] },
  },
  settings: v.object({}),
  routes,
  events,
})
