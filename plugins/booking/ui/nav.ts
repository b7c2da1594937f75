import { definePluginUi, type Workspace } from '#kit'

/** The pages of bookings in the workspace. */
export const ui = definePluginUi({
  id: 'booking',
  nav: [
    { label: 'Calendar', icon: 'i-lucide-calendar-days', path: '/calendar', permission: 'booking.bookings.read' },
    { label: 'Agenda', icon: 'i-lucide-list', path: '/agenda', permission: 'booking.bookings.read' },
    { label: 'Waiting list', icon: 'i-lucide-hourglass', path: '/waiting', permission: 'booking.bookings.read' },
    { label: 'Services', icon: 'i-lucide-scissors', path: '/services', permission: 'booking.services.read' },
    { label: 'Team and rooms', icon: 'i-lucide-users-round', path: '/team', permission: 'booking.services.read' },
    { label: 'Messages', icon: 'i-lucide-message-square', path: '/messages', permission: 'booking.services.manage' },
    { label: 'Booking page', icon: 'i-lucide-globe', path: '/share', permission: 'booking.services.read' },
    { label: 'Figures', icon: 'i-lucide-chart-column', path: '/figures', permission: 'booking.dashboard.read' },
  ],
  pages: {
    '/calendar': () => import('./calendar.tsx'),
    '/agenda': () => import('./agenda.tsx'),
    '/bookings/:id': () => import('./booking.tsx'),
    '/waiting': () => import('./waiting.tsx'),
    '/services': () => import('./services.tsx'),
    '/services/:id': () => import('./service.tsx'),
    '/team': () => import('./team.tsx'),
    '/team/:id': () => import('./resource.tsx'),
    '/messages': () => import('./messages.tsx'),
    '/share': () => import('./share.tsx'),
    '/figures': () => import('./figures.tsx'),
  },
  verbs: [
    {
      id: 'new-booking',
      label: 'New booking',
      icon: 'i-lucide-calendar-plus',
      permission: 'booking.bookings.write',
      keywords: ['add', 'appointment', 'book', 'reserve', 'customer', 'phone'],
      path: '/calendar?new=1',
    },
    {
      id: 'today',
      label: 'Bookings today',
      icon: 'i-lucide-calendar-check',
      permission: 'booking.bookings.read',
      keywords: ['day', 'agenda', 'appointments'],
      path: '/calendar?view=day',
    },
    {
      id: 'new-service',
      label: 'New service',
      icon: 'i-lucide-scissors',
      permission: 'booking.services.manage',
      keywords: ['add', 'offer', 'appointment', 'class', 'price'],
      path: '/services/new',
    },
    {
      id: 'new-person',
      label: 'New person in the calendar',
      icon: 'i-lucide-user-round-plus',
      permission: 'booking.services.manage',
      keywords: ['add', 'staff', 'employee', 'team', 'room', 'equipment'],
      path: '/team?new=person',
    },
    {
      id: 'day-off',
      label: 'Add a day off',
      icon: 'i-lucide-palmtree',
      permission: 'booking.hours.write',
      keywords: ['holiday', 'closed', 'vacation', 'sick', 'hours'],
      path: '/team?off=new',
    },
    {
      id: 'embed',
      label: 'Put the booking page on my website',
      icon: 'i-lucide-code-xml',
      permission: 'booking.services.read',
      keywords: ['embed', 'link', 'website', 'button', 'popup', 'share'],
      path: '/share',
    },
  ],
  search: { permission: 'booking.bookings.read', load: () => import('./find-bookings.ts') },
  widgets: [
    {
      id: 'today',
      title: 'Bookings today',
      permission: 'booking.bookings.read',
      load: () => import('./widgets/today-widget.tsx'),
    },
    {
      id: 'figures',
      title: 'Bookings of the last 30 days',
      permission: 'booking.dashboard.read',
      load: () => import('./widgets/figures-widget.tsx'),
    },
  ],
  firstSteps: [
    {
      id: 'team',
      title: 'Add who can be booked',
      why: 'People, rooms and equipment, each with their hours.',
      path: '/team?new=person',
      permission: 'booking.services.manage',
      isDone: (workspace) => hasAny(workspace, 'resources'),
    },
    {
      id: 'service',
      title: 'Add a service',
      why: 'What can be booked, how long it takes, and what it costs.',
      path: '/services/new',
      permission: 'booking.services.manage',
      isDone: (workspace) => hasAny(workspace, 'services'),
    },
  ],
  shortcuts: [
    { keys: 'g k', label: 'Go to the calendar', path: '/calendar', permission: 'booking.bookings.read' },
    { keys: 'g a', label: 'Go to the agenda', path: '/agenda', permission: 'booking.bookings.read' },
    { keys: 'g s', label: 'Go to services', path: '/services', permission: 'booking.services.read' },
  ],
})

async function hasAny(workspace: Workspace, kind: string): Promise<boolean> {
  return (await workspace.api<{ data: unknown[] }>(`/booking/${kind}`)).data.length > 0
}
