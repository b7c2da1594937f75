import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'
import { readMigrations } from '../../../../tools/platform/read-migrations.ts'
import { type Client, makeWorkspace, type Reply, type Workspace } from '../../../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../../../tools/testing/test-platform.ts'
import type { Grants } from '../../grants.ts'
import type { KeptVersion } from '../../installed-plugin.ts'
import type { Manifest } from '../../manifest.ts'
import { makeVersion } from '../../testing/make-version.ts'
import { install, storeVersion } from '../../testing/publish-plugin.ts'

/** What an attempt came to: what it got, or how it failed. */
export interface Attempt {
  readonly got?: unknown
  readonly failed?: string
}

export interface Stage {
  readonly platform: TestPlatform
  /** Where `api.example.com` leads. */
  readonly host: StandIn
  /** Makes a workspace with the hostile plugins in it. */
  readonly makeVictim: (options?: { readonly modules?: string[]; readonly grants?: Partial<Grants> }) => Promise<Victim>
  readonly stop: () => Promise<void>
}

export interface Victim extends Workspace {
  /** Runs code as the plugin `hostile` does, on its own or with another caller's client. */
  readonly run: (attempt: string, args?: unknown, client?: Client) => Promise<Attempt>
  /** The same, with the answer as it came. */
  readonly ask: (attempt: string, args?: unknown, client?: Client) => Promise<Reply>
  readonly grant: (grants: Partial<Grants>) => Promise<void>
}

/** The platform of production with a hostile plugin: `attempts` is the text of an object of functions, by name. */
export async function openStage(attempts: string, settings: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const host = await startHost()
  const platform = await startTestPlatform({
    database: 'postgres',
    entry: 'tools/testing/escape-worker.ts',
    settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback', STAND_IN: host.url, ...settings },
    migrations: [...(await readMigrations()), ...hostileMigrations],
  })
  const version = await hostileVersion(attempts)
  await storeVersion(platform, version)
  return {
    platform,
    host,
    makeVictim: async ({ modules = ['crm'], grants = {} } = {}) => {
      const workspace = await makeWorkspace(platform.client, { modules })
      return victimOf(platform, workspace, version, grants)
    },
    stop: async () => {
      await platform.stop()
      await host.stop()
    },
  }
}

const tables = (id: string) =>
  `create table ${id}.things (tenant_id uuid not null, id uuid not null, text text not null, primary key (tenant_id, id))`
const hostileMigrations = ['hostile', 'neighbour'].map((owner) => ({ owner, id: '0001-things', sql: tables(owner) }))

/** A version of `hostile` whose module is written by hand, past the SDK: it has whatever an isolate can have. */
export async function hostileVersion(attempts: string, change: Partial<Manifest> = {}): Promise<KeptVersion> {
  const route = { summary: 'Tries', answers: { '200': {} } }
  return makeVersion({
    encryptionKey: inject('secrets').ENCRYPTION_KEY,
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
export function moduleOf(attempts: string): string {
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

async function victimOf(
  platform: TestPlatform,
  workspace: Workspace,
  version: KeptVersion,
  grants: Partial<Grants>,
): Promise<Victim> {
  const grant = async (next: Partial<Grants>) => {
    await install(platform, workspace.id, version, { grants: next })
    await changeRights(workspace)
  }
  await grant(grants)
  const ask = (attempt: string, args?: unknown, client = workspace.client) =>
    client.post('/api/hostile/try', { attempt, args })
  return {
    ...workspace,
    grant,
    ask,
    run: async (attempt, args, client) => {
      const { status, body } = await ask(attempt, args, client)
      if (status !== 200) return { failed: `${status} ${body.type?.split('/').at(-1)}` }
      return body as Attempt
    },
  }
}

/** Whatever a workspace's people change of their rights lets every isolate read them anew. */
export async function changeRights({ client }: Workspace): Promise<void> {
  const { body } = await client.post('/api/api-keys', { name: 'k', permissions: ['tenant.read'] })
  await client.delete(`/api/api-keys/${body.id}`)
}

export interface StandIn {
  readonly url: string
  /** What was asked of it, oldest first. */
  readonly heard: { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers'] }[]
  answer: (request: IncomingMessage, response: ServerResponse) => void
  readonly stop: () => Promise<void>
}

/** A server on this machine that stands for a host somewhere. */
async function startHost(): Promise<StandIn> {
  const heard: StandIn['heard'] = []
  const host = { heard, answer: (_: IncomingMessage, response: ServerResponse) => void response.end('hello') }
  const server = createServer((request, response) => {
    heard.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers })
    host.answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(host, {
    url,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}
