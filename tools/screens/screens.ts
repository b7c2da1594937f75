import type { Page } from 'playwright-core'
import type { FilledBookings } from '../testing/fill-bookings.ts'
import type { Filled } from '../testing/fill-workspace.ts'
import type { FilledRepairs } from '../testing/publish-shoe-repair.ts'

export interface Screen {
  /** Of its files. */
  readonly name: string
  readonly path: string
  /** What is to be done on the page before the picture. */
  readonly prepare?: (page: Page) => Promise<void>
}

/** For whoever is not signed in. */
export const outerScreens: readonly Screen[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-up', path: '/sign-up' },
  { name: 'forgot-password', path: '/forgot-password' },
]

export const ownScreens: readonly Screen[] = [
  { name: 'workspaces', path: '/workspaces' },
  { name: 'profile', path: '/profile' },
]

/** In a workspace at this path; what its sidebar leads to beside these is found there. */
export function innerScreens(workspace: string, { contactId, companyId, dealId, webhookId }: Filled): Screen[] {
  return [
    { name: 'home', path: workspace },
    { name: 'palette', path: `${workspace}?palette`, prepare: openPalette },
    { name: 'shortcuts', path: `${workspace}?keys=1` },
    { name: 'contacts', path: `${workspace}/crm/contacts` },
    { name: 'contact', path: `${workspace}/crm/contacts/${contactId}` },
    { name: 'new-contact', path: `${workspace}/crm/contacts?panel=add` },
    { name: 'company', path: `${workspace}/crm/companies/${companyId}` },
    { name: 'deals', path: `${workspace}/crm/deals` },
    { name: 'deals-table', path: `${workspace}/crm/deals?view=table` },
    { name: 'deal', path: `${workspace}/crm/deals/${dealId}` },
    { name: 'duplicates', path: `${workspace}/crm/duplicates` },
    { name: 'trash', path: `${workspace}/crm/trash` },
    { name: 'import', path: `${workspace}/crm/import` },
    { name: 'module', path: `${workspace}/modules/crm` },
    { name: 'invite', path: `${workspace}/members?invite=1` },
    { name: 'notifications', path: `${workspace}/notifications` },
    { name: 'bell', path: `${workspace}?bell=1` },
    { name: 'notification-choices', path: `${workspace}/notifications/choices` },
    { name: 'webhook', path: `${workspace}/webhooks/${webhookId}` },
  ]
}

/** Bookings, at a workspace's path. */
export function bookingScreens(workspace: string, { bookingId, personId, serviceId }: FilledBookings): Screen[] {
  const at = (name: string, path: string): Screen => ({ name: `booking-${name}`, path: `${workspace}/booking/${path}` })
  return [
    at('calendar', 'calendar'),
    at('day', 'calendar?view=day'),
    at('week', 'calendar?view=week'),
    at('month', 'calendar?view=month'),
    at('new', 'calendar?new=1'),
    at('panel', `calendar?booking=${bookingId}`),
    at('move', `calendar?move=${bookingId}`),
    at('booking', `bookings/${bookingId}`),
    at('new-service', 'services/new'),
    at('service', `services/${serviceId}`),
    at('person', `team/${personId}`),
    at('new-person', 'team?new=person'),
  ]
}

/** The marketplace and a plugin of it: in a workspace that has installed it, and in that of its publisher, which has not. */
export function marketplaceScreens(workspace: string, publisher: string, { repairId }: FilledRepairs): Screen[] {
  const at = (name: string, path: string): Screen => ({ name: `marketplace-${name}`, path })
  return [
    at('plugin', `${publisher}/marketplace/shoe_repair`),
    at('install', `${publisher}/marketplace/shoe_repair?install=1`),
    at('publisher', `${publisher}/publisher`),
    at('installed', `${workspace}/plugins/shoe_repair`),
    at('update', `${workspace}/plugins/shoe_repair?upgrade=1.1.0`),
    at('uninstall', `${workspace}/plugins/shoe_repair?uninstall=1`),
    at('new', `${workspace}/shoe_repair/new`),
    at('record', `${workspace}/shoe_repair/repairs/${repairId}`),
  ]
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('option').first().waitFor()
}
