import type { Options } from 'autocannon'
import type { Stage } from './stage.ts'

export type What = 'list' | 'create'
export type Side = 'kernel' | 'bare'

const paths = {
  kernel: { list: '/api/crm/contacts?limit=50', create: '/api/crm/contacts' },
  bare: { list: '/bare/list?limit=50', create: '/bare/create' },
} as const
const contact = { firstName: 'Berta', lastName: 'Tal', emails: ['berta@example.com'], phones: [], tags: ['regular'] }

/** The request that is measured, for the load generator. */
export function requestFor(
  stage: Stage,
  side: Side,
  what: What,
  signedIn: Readonly<Record<string, string>>,
): Pick<Options, 'url' | 'method' | 'headers' | 'body'> {
  const url = stage.platform.url + paths[side][what]
  if (what === 'list') return { url, method: 'GET', headers: signedIn }
  const headers = { ...signedIn, 'content-type': 'application/json' }
  return { url, method: 'POST', headers, body: JSON.stringify(contact) }
}
