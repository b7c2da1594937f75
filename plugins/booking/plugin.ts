import { definePlugin } from '#sdk'
import { tidy } from './bookings/tidy.ts'
import { fetchCalendarJob } from './calendars/fetch-calendar.ts'
import { events } from './events.ts'
import { tell } from './messages/tell.ts'
import { notifies } from './notifications/notifies.ts'
import { publicRoutes } from './public-routes.ts'
import { routes } from './routes.ts'
import { Settings } from './settings.ts'
import { tools } from './tools.ts'
import { usage } from './usage.ts'
import { offer } from './waiting/offer.ts'

export const plugin = definePlugin({
  id: 'booking',
  kind: 'module',
  title: 'Booking',
  description:
    'Appointments, classes, rooms and equipment, and a page where your customers book them without an account.',
  icon: 'calendar-check',
  version: '1.0.0',
  permissions: {
    'booking.bookings.read': { title: 'See bookings and free times', roles: ['owner', 'admin', 'member', 'viewer'] },
    'booking.bookings.write': { title: 'Book, move and cancel', roles: ['owner', 'admin', 'member'] },
    'booking.services.read': {
      title: 'See services, people, rooms and hours',
      roles: ['owner', 'admin', 'member', 'viewer'],
    },
    'booking.services.manage': { title: 'Add and change services, people and rooms', roles: ['owner', 'admin'] },
    'booking.hours.write': { title: 'Add days off and blocked times', roles: ['owner', 'admin', 'member'] },
    'booking.dashboard.read': {
      title: 'See how the business is booked',
      roles: ['owner', 'admin', 'member', 'viewer'],
    },
  },
  settings: Settings,
  routes,
  publicRoutes,
  events,
  usage,
  notifies,
  tools,
  jobs: { tell, remind: tell, offer, tidy, fetchCalendar: fetchCalendarJob },
})
