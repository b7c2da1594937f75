import { join } from 'node:path'
import type { Manifest } from '../../kernel/sandbox/manifest.ts'
import { makeBundle } from '../dpf/make-bundle.ts'
import { newPublisherKey, signBundle } from '../dpf/publisher-key.ts'
import { ensureKey, ensurePublisher, submit } from '../dpf/publishing.ts'
import type { Client } from './client.ts'

const folder = join(import.meta.dirname, 'shoe-repair')

export interface Release {
  /** What this version says instead. */
  readonly change?: (manifest: Manifest) => Manifest
  readonly migrations?: readonly { readonly id: string; readonly sql: string }[]
  /** Writes each text that its publisher says: as it is, or as an attacker would. */
  readonly say?: (text: string) => string
}

/** Publishes the plugin `shoe-repair` from a workspace, as its author does: bundled, signed and submitted. */
export async function publishShoeRepair(client: Client, { change, migrations = [], say }: Release = {}): Promise<void> {
  const made = await makeBundle(folder)
  const changed = change?.(made.manifest) ?? made.manifest
  const manifest = say === undefined ? changed : (sayAll(changed, say) as Manifest)
  const key = await newPublisherKey()
  const website = 'https://cobbler.example'
  await ensurePublisher(client, { slug: 'cobbler-works', name: (say ?? String)('Cobbler Works'), website })
  await ensureKey(client, key, (say ?? String)('A laptop'))
  const bundle = {
    ...made.bundle,
    manifest: JSON.stringify(manifest),
    migrations: [...made.bundle.migrations, ...migrations],
  }
  await submit(client, await signBundle(bundle, manifest, key))
}

/** What was put into a workspace, for whoever opens the pages of the plugin. */
export interface FilledRepairs {
  readonly repairId: string
}

/** Installs the plugin in a workspace, and takes in some shoes. */
export async function fillShoeRepair(
  client: Client,
  say: (text: string) => string = (text) => text,
): Promise<FilledRepairs> {
  await sent(client.post('/api/plugins/shoe_repair/install', {}))
  const ids: string[] = []
  for (const [title, state, amount, due] of repairs) {
    const notes = say('New soles, and the heel of the left one.')
    const price = amount === null ? null : { amount, currency: 'EUR' }
    const link = say('https://example.com/customers/1')
    ids.push(
      (await sent(client.post('/api/shoe_repair/repairs', { title: say(title), state, price, due, notes, link }))).id,
    )
  }
  return { repairId: ids[0] ?? '' }
}

const repairs = [
  ['Red suede boots', 'waiting', 4500, '2026-12-01'],
  ['Running shoes', 'waiting', 1800, '2026-12-02'],
  ['Brown brogues', 'bench', 5200, '2026-11-28'],
  ['Ballet shoes', 'bench', null, null],
  ['Hiking boots', 'ready', 6000, '2026-11-26'],
] as const

async function sent(reply: ReturnType<Client['post']>): Promise<{ id: string }> {
  const { status, body } = await reply
  if (status >= 300) throw new Error(`It answered ${status}: ${JSON.stringify(body)}`)
  return body
}

/** A version that asks for one host more, and keeps one thing more of each repair. */
export const nextRelease: Release = {
  change: (manifest) => ({
    ...manifest,
    version: '1.1.0',
    changes: 'Prices of a second shop, and the colour of the shoes.',
    needs: {
      ...manifest.needs,
      hosts: { ...manifest.needs.hosts, 'soles.example': { perDay: 20, why: 'Looks up what leather costs' } },
    },
  }),
  migrations: [{ id: '0002-colour', sql: 'alter table shoe_repair.repairs add column colour text;' }],
}

/** Members of a manifest that people read. */
const read = new Set(['title', 'description', 'text', 'label', 'confirm', 'done', 'hint', 'why', 'changes', 'button'])

function sayAll(value: unknown, say: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => sayAll(each, say))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' && read.has(name) && !isField(value, name) ? say(each) : sayAll(each, say),
    ]),
  )
}

/** The title of a card and the label of a chart are names of fields. */
function isField(value: object, name: string): boolean {
  return 'lines' in value || (name === 'label' && 'from' in value)
}
