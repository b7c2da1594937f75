import type { KeptVersion } from '../../installed-plugin.ts'
import type { Manifest } from '../../manifest.ts'
import { makeVersion } from '../../testing/make-version.ts'

const tables = (id: string) =>
  `create table ${id}.things (tenant_id uuid not null, id uuid not null, text text not null, primary key (tenant_id, id))`
export const hostileMigrations = ['hostile', 'neighbour'].map((owner) => ({
  owner,
  id: '0001-things',
  sql: tables(owner),
}))

/** A version of `hostile` whose module is written by hand, past the SDK: it has whatever an isolate can have. */
export async function hostileVersion(
  attempts: string,
  encryptionKey: string,
  change: Partial<Manifest> = {},
): Promise<KeptVersion> {
  const route = { summary: 'Tries', answers: { '200': {} } }
  return makeVersion({
    encryptionKey,
    manifest: {
      id: 'hostile',
      title: 'Hostile',
      permissions: { 'hostile.use': { title: 'Use it', roles: ['owner', 'admin', 'member', 'viewer'] } },
      routes: [
        { ...route, method: 'POST', path: '/try', audience: 'tenant', permission: 'hostile.use', routeClass: 'write' },
        { ...route, method: 'GET', path: '/try', audience: 'tenant', permission: 'hostile.use', routeClass: 'read' },
        { ...route, method: 'POST', path: '/try', audience: 'public', permission: null, routeClass: 'submit' },
      ],
      ...change,
    },
    code: moduleOf(attempts),
    migrations: [],
  })
}

/** Answers `{ got }` or `{ failed }` as JSON, unless the attempt answers a whole reply of its own. */
function moduleOf(attempts: string): string {
  return `import { WorkerEntrypoint } from 'cloudflare:workers'
const memory = (globalThis.memory ??= {})
const attempts = { ${attempts} }
export default class extends WorkerEntrypoint {
  async run(call, kernel) {
    const { attempt, args } = call.kind === 'request' && call.request.method === 'POST' ? await call.request.json() : {}
    const answer = (value) => ({ logs: [], response: Response.json(value) })
    try {
      const got = await attempts[attempt ?? call.kind]({ call, kernel, args, memory, self: this })
      return got !== null && typeof got === 'object' && got.reply !== undefined ? got.reply : answer({ got: got ?? null })
    } catch (error) {
      if (error !== null && typeof error === 'object' && 'raw' in error) throw error.raw
      return answer({ failed: String(error?.message ?? error) })
    }
  }
}
`
}
