import { definePlugin } from '#sdk'
import { events } from './events.ts'
import { routes } from './routes.ts'
import { Settings } from './settings.ts'

export const plugin = definePlugin({
  id: 'booking',
  kind: 'module',
  title: 'Booking',
  description:
    'Appointments, classes, rooms and equipment, and a page where your customers book them without an account.',
  icon: 'calendar-check',
  version: '1.0.0',
  permissions: {
    'booking.services.read': {
      title: 'See services, people, rooms and hours',
      roles: ['owner', 'admin', 'member', 'viewer'],
    },
    'booking.services.manage': { title: 'Add and change services, people and rooms', roles: ['owner', 'admin'] },
    'booking.hours.write': { title: 'Add days off and blocked times', roles: ['owner', 'admin', 'member'] },
  },
  settings: Settings,
  routes,
  events,
})
