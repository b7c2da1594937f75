import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgresServer } from '../tools/database/postgres-server.ts'
import { newSecrets } from '../tools/platform/installation-secrets.ts'
import { type Platform, startPlatform } from '../tools/platform/start-platform.ts'
import { createClient, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { processTree } from './measure-process.ts'

/** All that is measured: a durable PostgreSQL, the bridge in this process, one workerd, one workspace with 100,000 contacts. */
export interface Stage {
  readonly platform: Platform
  readonly workspace: Workspace
  readonly postgresPid: number
  readonly workerdPid: number
  /** A fresh access token, and the workspace: good for 15 minutes. */
  readonly signIn: () => Promise<Record<string, string>>
  readonly stop: () => Promise<void>
}

export async function openStage(): Promise<Stage> {
  const server = await startPostgresServer({ durable: true })
  const folder = join('.cache', `bench-${process.pid}`)
  const platform = await startPlatform({
    secrets: newSecrets(),
    port: 0,
    folder,
    databaseUrl: server.url,
    entry: 'bench/worker.ts',
    settings: { RATE_LIMIT_SCALE: '1000000', BENCH_OWNER_URL: server.url },
  })
  const client = createClient(platform.url)
  const owner = await signUp(client)
  const workspace = await makeWorkspace(client, { owner, modules: ['crm'] })
  const children = await processTree(process.pid)
  return {
    platform,
    workspace,
    postgresPid: server.pid,
    workerdPid: children.find(({ name }) => name.includes('workerd'))?.pid ?? 0,
    async signIn() {
      const { body } = await client.post('/api/auth/login', { email: owner.email, password: owner.password })
      return { authorization: `Bearer ${body.accessToken}`, 'x-tenant-id': workspace.id }
    },
    async stop() {
      await platform.stop()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
