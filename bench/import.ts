import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeContactsCsv } from '../plugins/crm/import/fixtures/make-contacts.ts'
import { type PostgresServer, startPostgresServer } from '../tools/database/postgres-server.ts'
import { newSecrets } from '../tools/platform/installation-secrets.ts'
import { startPlatform } from '../tools/platform/start-platform.ts'
import { type Client, createClient, makeWorkspace } from '../tools/testing/client.ts'
import { processTree } from './measure-process.ts'
import { megabytes } from './print-table.ts'

/** Imports so many contacts over HTTP, and answers how long it took, what it held in memory and what was seen of it. */
export async function measureImport(database: 'PGlite' | 'PostgreSQL', count: number): Promise<Record<string, string>> {
  const server = database === 'PostgreSQL' ? await startPostgresServer({ durable: true }) : undefined
  const folder = join('.cache', `bench-import-${process.pid}-${database}`)
  const platform = await startPlatform({ secrets: newSecrets(), port: 0, folder, databaseUrl: server?.url })
  try {
    const { client } = await makeWorkspace(createClient(platform.url), { modules: ['crm'] })
    const csv = makeContactsCsv(count, 1)
    const memory = watchMemory(server)
    const startedMs = performance.now()
    const uploaded = await send(client, `/api/crm/imports?fileName=contacts.csv`, csv, { 'content-type': 'text/csv' })
    const uploadedMs = performance.now()
    await send(client, `/api/crm/imports/${uploaded.id}/start`, {})
    const { last, seen } = await watchProgress(client, uploaded.id)
    const endedMs = performance.now()
    const peak = memory.stop()
    return {
      database,
      seconds: ((endedMs - startedMs) / 1000).toFixed(1),
      'of them the upload': ((uploadedMs - startedMs) / 1000).toFixed(1),
      'rows created / skipped / failed': `${last.created} / ${last.skipped} / ${last.failed}`,
      'peak RSS workerd': megabytes(peak.workerdBytes),
      'peak RSS node': megabytes(peak.nodeBytes),
      'progress seen': `${seen.size} different counts`,
    }
  } finally {
    await platform.stop()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a reply of the HTTP API, as tests read it
type Answer = any

async function send(client: Client, path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
  const reply = await client.post(path, body, headers)
  if (reply.status >= 300) throw new Error(`POST ${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
  return reply.body
}

async function watchProgress(client: Client, id: string): Promise<{ last: Answer; seen: Set<number> }> {
  const seen = new Set<number>()
  for (;;) {
    const { body } = await client.get(`/api/crm/imports/${id}`)
    if (body.state === 'running' && body.done > 0) seen.add(body.done)
    if (body.state === 'done') return { last: body, seen }
    if (body.state !== 'running') throw new Error(`The import is ${body.state}: ${JSON.stringify(body)}`)
    await delay(250)
  }
}

/** Looks at the processes four times a second and keeps the most that each held. */
function watchMemory(server: PostgresServer | undefined) {
  const peak = { workerdBytes: 0, nodeBytes: 0 }
  const timer = setInterval(async () => {
    const tree = await processTree(process.pid)
    const worker = tree.find(({ name, pid }) => name.includes('workerd') && pid !== server?.pid)
    peak.workerdBytes = Math.max(peak.workerdBytes, worker?.rssBytes ?? 0)
    peak.nodeBytes = Math.max(peak.nodeBytes, process.memoryUsage().rss)
  }, 250)
  return {
    stop: () => {
      clearInterval(timer)
      return peak
    },
  }
}
