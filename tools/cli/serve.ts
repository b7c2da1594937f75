import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readInstallationSecrets } from '../platform/installation-secrets.ts'
import { lockFolder } from '../platform/lock-folder.ts'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { explainDatabaseFailure, readDatabaseUrl } from './database-url.ts'
import { readOptions, readPort } from './read-options.ts'
import { requireFolder } from './require-folder.ts'
import { requireFreePort } from './require-free-port.ts'
import { messageOf, Refusal } from './run-command.ts'
import { summarize } from './summarize.ts'

/** Settings of the Worker that are taken from the environment as they are. */
export const passedThrough = [
  'RATE_LIMIT_SCALE',
  'PUBLIC_URL',
  'CLIENT_ADDRESS_HEADER',
  'PLUGIN_REVIEW',
  'MAIL',
  'UPLOAD_ORIGINS',
  'PUSH_HOSTS',
  'REPLIT_SIDECAR',
  'SMTP_URL',
  'MAIL_FROM',
  'DNS_OVER_HTTPS',
  'WEBHOOK_ALLOW_PRIVATE',
  'OPENAI_API_KEY',
  'AI_INTEGRATIONS_OPENAI_API_KEY',
  'AI_INTEGRATIONS_OPENAI_BASE_URL',
  'PUBLIC_OBJECT_SEARCH_PATHS',
]

/**
 * Starts the platform as the command line says, prints where it is, and ends it on Ctrl-C or SIGTERM.
 *
 * The first signal lets everything finish, the second ends the process at once.
 */
export async function serve(command: string): Promise<Platform> {
  const beganMs = performance.now()
  const { values } = readOptions(`${command} -- --port 8787 --data .data --host 127.0.0.1`, {
    port: { type: 'string', default: '8787' },
    data: { type: 'string', default: '.data' },
    host: { type: 'string', default: '127.0.0.1' },
  })
  const port = readPort(values.port)
  const folder = resolve(values.data)
  const databaseUrl = readDatabaseUrl(process.env.DATABASE_URL)
  const settings = readSettings(process.env)
  await requireFolder(folder)
  const unlock = await lockFolder(folder, `http://localhost:${port}`)
  try {
    const starting = start({ port, host: values.host, folder, databaseUrl, settings })
    endOnSignal(starting, unlock)
    const platform = await starting
    console.log(summarize({ platform, folder, databaseUrl, tookMs: performance.now() - beganMs }))
    return platform
  } catch (error) {
    unlock()
    throw error
  }
}

interface Start {
  readonly port: number
  readonly host: string
  readonly folder: string
  readonly databaseUrl: string | undefined
  readonly settings: Record<string, string>
}

async function start({ port, host, folder, databaseUrl, settings }: Start): Promise<Platform> {
  await requireFreePort(host, port)
  const secrets = await readInstallationSecrets(folder)
  if (databaseUrl === undefined && !existsSync(join(folder, 'database')))
    console.log('The first start makes the database and the pages; later ones are faster.')
  try {
    return await startPlatform({ secrets, port, host, folder, databaseUrl, settings, web: true })
  } catch (error) {
    throw explainDatabaseFailure(error, databaseUrl, folder)
  }
}

function readSettings(environment: NodeJS.ProcessEnv): Record<string, string> {
  const scale = environment.RATE_LIMIT_SCALE
  if (scale !== undefined && scale !== '' && !(Number(scale) > 0))
    throw new Refusal(`RATE_LIMIT_SCALE is ${JSON.stringify(scale)}: give a number above 0, such as 1`)
  return Object.fromEntries(
    passedThrough.flatMap((name) => {
      const value = environment[name]
      return value === undefined || value === '' ? [] : [[name, value]]
    }),
  )
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

function endOnSignal(starting: Promise<Platform>, unlock: () => void): void {
  let isEnding = false
  const end = async (exitCode: number) => {
    if (isEnding) process.exit(exitCode)
    isEnding = true
    console.log('\nStopping; once more ends it at once.')
    // A start that is under way is let through to its end: a database half made is worse than a moment's wait.
    await starting.then((platform) => platform.stop()).catch((error) => console.error(messageOf(error)))
    unlock()
    process.exit(0)
  }
  for (const [signal, exitCode] of Object.entries(signals)) process.on(signal, () => void end(exitCode))
  // Miniflare's own listeners would end the process before the database is closed.
  process.on('newListener', (event: string | symbol, listener) => {
    if (event in signals) setImmediate(() => process.off(event as NodeJS.Signals, listener))
  })
  process.once('exit', unlock)
}
