import type { QueryKey } from '@tanstack/solid-query'
import type { LiveRecord } from './record.ts'

/** Which lists the kernel's own records change, by the noun that their action begins with. */
const kernelLists: Readonly<Record<string, readonly string[]>> = {
  tenant: ['workspace'],
  member: ['members', 'people', 'workspace', 'first-steps'],
  invitation: ['invitations', 'first-steps'],
  apiKey: ['api-keys'],
  module: ['modules', 'workspace'],
  connector: ['connectors', 'workspace'],
  webhook: ['webhooks'],
  plugin: ['plugins', 'marketplace', 'workspace'],
  pluginVersion: ['plugins', 'marketplace', 'publisher'],
  publisher: ['publisher'],
  publisherKey: ['publisher'],
}

/**
 * Whether a record may have changed what a query of this workspace answered: queries of a plugin have its id second, after
 * the workspace; timelines, the activity and the usage tell of everybody's records.
 */
export function isOutdatedBy(queryKey: QueryKey, { action }: LiveRecord): boolean {
  const [first = '', second] = action.split('.')
  const list = String(queryKey[1])
  if (list === 'activity' || list === 'usage' || queryKey.includes('timeline')) return true
  return list === first || (second !== undefined && kernelLists[first]?.includes(list) === true)
}
