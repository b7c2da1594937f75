import { hostileMigrations, hostileVersion } from '../../../kernel/sandbox/escapes/testing/hostile-version.ts'
import { type StandIn, startStandIn } from '../../../kernel/sandbox/escapes/testing/stand-in.ts'
import type { Grants } from '../../../kernel/sandbox/grants.ts'
import type { KeptVersion } from '../../../kernel/sandbox/installed-plugin.ts'
import { changeRights, install, storeVersion } from '../../../kernel/sandbox/testing/publish-plugin.ts'
import { buildWorker } from '../../build/build-worker.ts'
import { startPostgresServer } from '../../database/postgres-server.ts'
import { newSecrets } from '../../platform/installation-secrets.ts'
import { readMigrations } from '../../platform/read-migrations.ts'
import { type Platform, startPlatform } from '../../platform/start-platform.ts'
import { type Client, createClient, makeWorkspace, type Workspace } from '../../testing/client.ts'
import { attempts } from './attempts.ts'

/** A text of the Worker and what stands in its place in one that is broken. */
export interface PlantedFault {
  /** Names that more than one file has get a number behind them. */
  readonly find: RegExp
  readonly put: string
}

export interface SandboxStage {
  readonly platform: Platform
  readonly host: StandIn
  readonly version: KeptVersion
  /** A workspace with the CRM and the hostile plugin. */
  readonly makeVictim: (grants?: Partial<Grants>) => Promise<Victim>
  readonly stop: () => Promise<void>
}

export interface Victim extends Workspace {
  readonly run: (
    attempt: string,
    args?: unknown,
    client?: Client,
  ) => Promise<{ got?: unknown; failed?: string; headers: Headers }>
  readonly grant: (grants: Partial<Grants>) => Promise<void>
}

/** The platform of production, or one with a fault in it, and a hostile plugin. */
export async function openSandboxStage(fault?: PlantedFault): Promise<SandboxStage> {
  const [server, host, built] = await Promise.all([
    startPostgresServer({ durable: false }),
    startStandIn(),
    buildWorker({ entry: 'tools/testing/escape-worker.ts' }),
  ])
  const secrets = newSecrets()
  const platform = await startPlatform({
    secrets,
    port: 0,
    folder: 'memory://',
    databaseUrl: server.url,
    script: fault === undefined ? built : plant(built, fault),
    migrations: [...(await readMigrations()), ...hostileMigrations],
    settings: {
      RATE_LIMIT_SCALE: '1000000',
      PASSWORD_COST: 'low',
      WEBHOOK_ALLOW_PRIVATE: 'loopback',
      STAND_IN: host.url,
    },
    onLog: () => undefined,
  })
  const version = await hostileVersion(attempts, secrets.ENCRYPTION_KEY)
  await storeVersion(platform, version)
  const client = createClient(platform.url)
  return {
    platform,
    host,
    version,
    makeVictim: async (grants = {}) =>
      victimOf(platform, await makeWorkspace(client, { modules: ['crm'] }), version, grants),
    stop: async () => {
      await platform.stop()
      await Promise.all([server.stop(), host.stop()])
    },
  }
}

function plant(built: string, { find, put }: PlantedFault): string {
  if (!find.test(built)) throw new Error(`The Worker has no text like ${find}`)
  return built.replace(find, put)
}

async function victimOf(
  platform: Platform,
  workspace: Workspace,
  version: KeptVersion,
  grants: Partial<Grants>,
): Promise<Victim> {
  const grant = async (next: Partial<Grants>) => {
    await install(platform, workspace.id, version, { grants: next })
    await changeRights(workspace)
  }
  await grant(grants)
  return {
    ...workspace,
    grant,
    run: async (attempt, args, client = workspace.client) => {
      const { status, body, headers } = await client.post('/api/hostile/try', { attempt, args })
      return { ...(status === 200 ? body : { failed: `${status} ${body?.type}` }), headers }
    },
  }
}
