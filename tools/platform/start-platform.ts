import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { migrate } from '../../kernel/database/migrate.ts'
import type { Migration } from '../../kernel/database/migration.ts'
import { buildAssets } from '../build/build-assets.ts'
import { buildWorker } from '../build/build-worker.ts'
import { egressNetwork } from './egress-network.ts'
import { guardRuntime } from './guard-runtime.ts'
import type { InstallationSecrets } from './installation-secrets.ts'
import { type DatabaseChoice, openDatabase } from './open-database.ts'
import { readMigrations } from './read-migrations.ts'
import { requireEncryptionKey } from './require-encryption-key.ts'

export interface PlatformOptions extends Omit<DatabaseChoice, 'ownerPassword'> {
  readonly secrets: InstallationSecrets
  /** 0 finds a free one. */
  readonly port: number
  readonly host?: string
  /** Beside the settings of the installation: `RATE_LIMIT_SCALE` and the like. */
  readonly settings?: Readonly<Record<string, string>>
  /** Another composition root, for tests with plugins of their own. */
  readonly entry?: string
  /** The Worker's text, where it was built before. */
  readonly script?: string
  readonly migrations?: readonly Migration[]
  /** A folder with the pages and the reference, where they were built before. */
  readonly assets?: string
  /** Builds the workspace's pages and serves them too. */
  readonly web?: boolean
  /** Workers beside the kernel, which they reach by a service binding to `kernel`. */
  readonly neighbours?: readonly Neighbour[]
  /** `false` leaves out what published plugins run in. */
  readonly loader?: boolean
  /** Takes each line that the Worker logs, instead of this process's output. */
  readonly onLog?: (line: string) => void
}

/** One more Worker in the same runtime, on a port of its own. */
export interface Neighbour {
  readonly name: string
  readonly script: string
  readonly port: number
  /** A folder of files that it sees as `ASSETS`. */
  readonly assets: string
}

export interface Platform {
  readonly url: string
  /** How many migrations this start applied. */
  readonly migrated: number
  /** Runs the Worker's clock once, as Cloudflare does every minute. */
  readonly tick: () => Promise<void>
  /** Puts what is in the folders now in place of the running Worker. A build or migration that fails leaves it alone. */
  readonly reload: () => Promise<void>
  readonly owner: Awaited<ReturnType<typeof openDatabase>>['owner']
  readonly stop: () => Promise<void>
}

/** Starts the whole platform in this process's charge: database, bridge, migrations, and the Worker in workerd. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const folder = options.folder.startsWith('memory://') ? undefined : options.folder
  // Beside the rest, and waited for last: what is wrong with the database is told before the pages are built.
  const preparing = prepareAssets(options, folder)
  preparing.catch(() => undefined)
  const [database, script, migrations] = await Promise.all([
    openDatabase({ ...options, ownerPassword: options.secrets.DATABASE_PASSWORD }),
    options.script ?? buildWorker(options.entry === undefined ? {} : { entry: options.entry }),
    options.migrations ?? readMigrations(),
  ])
  try {
    await requireEncryptionKey(database.owner, options.secrets.ENCRYPTION_KEY)
    const migrated = await migrate(database.owner, migrations, options.secrets.ENCRYPTION_KEY)
    const assets = await preparing
    const worker = { ...options, assets, folder, bindings: workerSettings(options, database) }
    guardRuntime()
    const miniflare = new Miniflare(workerOptions({ ...worker, script }))
    const url = await findUrl(miniflare, options.host ?? '127.0.0.1')
    // What was due while nothing ran is taken up at once.
    void tick(miniflare).catch(() => undefined)
    const clock = setInterval(() => void tick(miniflare).catch(() => undefined), 60_000)
    return {
      url,
      migrated,
      owner: database.owner,
      tick: () => tick(miniflare),
      reload: async () => {
        const built = await buildWorker(options.entry === undefined ? {} : { entry: options.entry })
        await migrate(database.owner, options.migrations ?? (await readMigrations()), options.secrets.ENCRYPTION_KEY)
        await miniflare.setOptions(workerOptions({ ...worker, script: built, port: Number(new URL(url).port) }))
      },
      stop: async () => {
        clearInterval(clock)
        await miniflare.dispose()
        await database.close()
        if (folder === undefined && options.assets === undefined) await rm(assets, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** In the data folder, or in one of this platform's own: what one writes another must not serve meanwhile. */
async function prepareAssets(options: PlatformOptions, folder: string | undefined): Promise<string> {
  if (options.assets !== undefined) return options.assets
  const kind = options.web === true ? 'public' : 'reference'
  const assets = folder === undefined ? await mkdtemp(join(tmpdir(), 'dpf-assets-')) : join(folder, kind)
  await buildAssets(assets)
  // Vite is loaded only by those who need it.
  if (options.web === true) await (await import('../build/build-web.ts')).buildWeb(assets)
  return assets
}

function workerSettings(
  options: PlatformOptions,
  database: { url: string; http: string | undefined },
): Record<string, string> {
  return {
    DATABASE_URL: database.url,
    ...(database.http === undefined ? {} : { DATABASE_HTTP: database.http }),
    SESSION_SECRET: options.secrets.SESSION_SECRET,
    ENCRYPTION_KEY: options.secrets.ENCRYPTION_KEY,
    OPERATOR_TOKEN: options.secrets.OPERATOR_TOKEN,
    MAIL: 'show',
    PLUGIN_REVIEW: 'automatic',
    ...options.settings,
  }
}

interface WorkerOptions extends PlatformOptions {
  readonly script: string
  readonly assets: string
  readonly bindings: Record<string, string>
}

/** Miniflare's own front door costs most of the speed; the direct socket leads straight to the Worker. */
function workerOptions(options: Omit<WorkerOptions, 'folder'> & { readonly folder: string | undefined }) {
  const { script, assets, bindings, folder, host = '127.0.0.1', port, onLog } = options
  return convertV4MiniflareOptions({
    cf: false,
    ...(onLog === undefined ? {} : { handleStructuredLogs: ({ message }: { message: string }) => onLog(message) }),
    ...(folder === undefined ? {} : { defaultPersistRoot: join(folder, 'state') }),
    workers: [
      {
        name: 'kernel',
        modules: [{ type: 'ESModule', path: 'worker.js', contents: script }],
        compatibilityDate: '2026-11-01',
        compatibilityFlags: ['nodejs_compat'],
        bindings,
        durableObjects: { GATE: { className: 'Gate', useSQLite: true } },
        queueProducers: { WORK: { queueName: 'work' } },
        queueConsumers: { work: { maxBatchSize: 10, maxBatchTimeout: 0, maxRetries: 3 } },
        r2Buckets: { FILES: 'files' },
        ...(options.loader === false ? {} : { workerLoaders: { LOADER: {} } }),
        serviceBindings: {
          ASSETS: { disk: { path: resolve(assets), writable: false } },
          EGRESS: { network: egressNetwork(bindings.WEBHOOK_ALLOW_PRIVATE === 'loopback') },
        },
        unsafeDirectSockets: [{ host, port }],
      },
      ...(options.neighbours ?? []).map(neighbourOptions),
    ],
  })
}

function neighbourOptions({ name, script, port, assets }: Neighbour) {
  return {
    name,
    modules: [{ type: 'ESModule' as const, path: 'worker.js', contents: script }],
    compatibilityDate: '2026-11-01',
    serviceBindings: { KERNEL: 'kernel', ASSETS: { disk: { path: resolve(assets), writable: false } } },
    unsafeDirectSockets: [{ host: '127.0.0.1', port }],
  }
}

async function findUrl(miniflare: Miniflare, host: string): Promise<string> {
  await miniflare.ready
  const { port } = await miniflare.unsafeGetDirectURL()
  return `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`
}

async function tick(miniflare: Miniflare): Promise<void> {
  const worker = await miniflare.getWorker()
  await worker.scheduled({ cron: '* * * * *' })
}
