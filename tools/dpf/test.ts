import { realpath } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Platform } from '../platform/start-platform.ts'
import { createClient, makeWorkspace } from '../testing/client.ts'
import { startAuthorPlatform } from './author-platform.ts'
import { type MadeBundle, makeBundle } from './make-bundle.ts'
import { newPublisherKey, signBundle } from './publisher-key.ts'
import { ensureKey, ensurePublisher, submit } from './publishing.ts'
import { readArguments } from './read-arguments.ts'
import { readableLog } from './readable-log.ts'
import { runTests } from './run-tests.ts'

const usage = `dpf test [words in the names of files] [--name "words in the names of tests"] [--logs]

Runs *.test.ts of this folder with vitest. The plugin is bundled, published to a real platform and called across the
boundary of its isolate. PGlite is its database, or the PostgreSQL that DATABASE_URL names (its owner's URL).`

export async function run(args: readonly string[]): Promise<number> {
  const options = { name: { type: 'string', short: 't' }, logs: { type: 'boolean', default: false } } as const
  const parsed = readArguments(args, usage, options, [0, 50])
  if (parsed === undefined) return 0
  const folder = await realpath('.')
  const onLog = parsed.values.logs ? (line: string) => console.log(line) : () => undefined
  const [made, platform] = await Promise.all([makeBundle(folder), startAuthorPlatform({ port: 0, web: false, onLog })])
  try {
    await publishOnce(platform.url, made)
    const tested = { url: platform.url, manifest: made.manifest }
    const code = await runTests(folder, parsed.positionals, parsed.values.name, tested)
    if (code !== 0) await printCrashes(platform, made)
    return code
  } finally {
    await platform.stop()
  }
}

/** What the plugin threw meanwhile, by the lines of its files: a test sees no more of it than a visitor does. */
async function printCrashes({ owner }: Platform, made: MadeBundle): Promise<void> {
  // The platform writes what it gathered of a second.
  await delay(1200)
  const rows = await owner.query(
    `select distinct on (text) text from kernel.plugin_logs where level = 'error' order by text, id limit 10`,
  )
  if (rows.length === 0) return
  console.error(
    `Meanwhile the plugin threw:\n\n${rows.map(({ text }) => readableLog(String(text), made)).join('\n\n')}\n`,
  )
}

/** Publishes to a platform of one's own, as a publisher that nobody knows. */
export async function publishOnce(url: string, { bundle, manifest }: MadeBundle): Promise<void> {
  const { client } = await makeWorkspace(createClient(url), { name: 'Publisher' })
  const key = await newPublisherKey()
  await ensurePublisher(client, { slug: 'author', name: 'The author' })
  await ensureKey(client, key, hostname())
  await submit(client, await signBundle(bundle, manifest, key))
}
