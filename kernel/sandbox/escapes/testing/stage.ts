import { inject } from 'vitest'
import { readMigrations } from '../../../../tools/platform/read-migrations.ts'
import { type Client, makeWorkspace, type Reply, type Workspace } from '../../../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../../../tools/testing/test-platform.ts'
import type { Grants } from '../../grants.ts'
import type { KeptVersion } from '../../installed-plugin.ts'
import type { Manifest } from '../../manifest.ts'
import { changeRights, install, storeVersion } from '../../testing/publish-plugin.ts'
import { hostileMigrations, hostileVersion } from './hostile-version.ts'
import { type StandIn, startStandIn } from './stand-in.ts'

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
export async function openStage(
  attempts: string,
  settings: Readonly<Record<string, string>> = {},
  manifest: Partial<Manifest> = {},
): Promise<Stage> {
  const host = await startStandIn()
  const platform = await startTestPlatform({
    database: 'postgres',
    entry: 'tools/testing/escape-worker.ts',
    settings: { WEBHOOK_ALLOW_PRIVATE: 'loopback', STAND_IN: host.url, ...settings },
    migrations: [...(await readMigrations()), ...hostileMigrations],
  })
  const version = await hostileVersion(attempts, inject('secrets').ENCRYPTION_KEY, manifest)
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
