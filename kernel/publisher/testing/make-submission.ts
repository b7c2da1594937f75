import { createHash } from 'node:crypto'
import { newPublisherKey, type PublisherKey, signBundle } from '../../../tools/dpf/publisher-key.ts'
import type { Workspace } from '../../../tools/testing/client.ts'
import type { Bundle } from '../../sandbox/bundle.ts'
import type { Manifest } from '../../sandbox/manifest.ts'
import { fillManifest } from '../../sandbox/testing/make-version.ts'

export interface Draft {
  readonly manifest?: Partial<Manifest>
  readonly code?: string
  readonly migrations?: Bundle['migrations']
  readonly screenshots?: readonly string[]
}

/** A publisher's workspace with a key that it registered. */
export interface PublishingWorkspace extends Workspace {
  readonly key: PublisherKey
}

/** Makes a workspace a publisher, with a key of its own. */
export async function becomePublisher(workspace: Workspace, slug: string): Promise<PublishingWorkspace> {
  const made = await workspace.client.post('/api/publisher', { slug, name: `${slug} and sons` })
  if (made.status !== 201) throw new Error(`Becoming a publisher answered ${made.status}: ${JSON.stringify(made.body)}`)
  const key = await newPublisherKey()
  const added = await workspace.client.post('/api/publisher/keys', { title: 'Laptop', publicKey: key.publicKey })
  if (added.status !== 201) throw new Error(`Registering a key answered ${added.status}: ${JSON.stringify(added.body)}`)
  return { ...workspace, key }
}

/** A bundle as an author signs it: a table, one route, and what the test says instead. */
export function draftBundle(key: PublisherKey, draft: Draft = {}): Promise<Bundle> {
  const { screenshots = [] } = draft
  const id = draft.manifest?.id ?? 'shoes'
  const manifest = fillManifest({
    permissions: { [`${id}.items.read`]: { title: 'See shoes', roles: ['owner', 'admin', 'member'] } },
    routes: [
      {
        method: 'GET',
        path: '/items',
        audience: 'tenant',
        permission: `${id}.items.read`,
        routeClass: 'read',
        summary: 'Lists shoes',
        answers: { 200: { type: 'object' } },
      },
    ],
    screenshots: screenshots.map((text) => ({
      title: 'The list',
      type: 'image/png',
      sha256: createHash('sha256').update(Buffer.from(text, 'base64')).digest('hex'),
    })),
    ...draft.manifest,
  })
  return signBundle(
    {
      format: 1,
      manifest: JSON.stringify(manifest),
      code: draft.code ?? plainCode,
      migrations: draft.migrations ?? [{ id: '0001-items', sql: itemTable(id) }],
      screenshots: [...screenshots],
    },
    manifest,
    key,
  )
}

export function itemTable(schema: string, name = 'item'): string {
  return `create table ${schema}.${name} (tenant_id uuid not null, id uuid not null, text text, primary key (tenant_id, id))`
}

/** Answers each request with an empty list, and settings as they are. */
export const plainCode = `import { WorkerEntrypoint } from 'cloudflare:workers'
export default class extends WorkerEntrypoint {
  async run(call) {
    if (call.kind === 'settings') return { logs: [], settings: { value: call.given } }
    if (call.kind === 'request') return { logs: [], response: Response.json({ data: [] }) }
    return { logs: [], done: 'done' }
  }
}
`
