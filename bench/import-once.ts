import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeContactsCsv } from '../plugins/crm/import/fixtures/make-contacts.ts'
import { startPostgresServer } from '../tools/database/postgres-server.ts'
import { readInstallationSecrets } from '../tools/platform/installation-secrets.ts'
import { startPlatform } from '../tools/platform/start-platform.ts'
import { type Client, createClient, makeWorkspace } from '../tools/testing/client.ts'
import { processTree } from './measure-process.ts'
import { megabytes } from './print-table.ts'

// A process of its own, so that its memory is that of this import.
const [database = '', count = ''] = process.argv.slice(2)
process.send?.(await importOnce(database, Number(count)))
process.exit(0)

/** Imports so many contacts over HTTP, and answers how long it took, what it held in memory and what was seen of it. */
async function importOnce(database: string, count: number): Promise<Record<string, string>> {
  const server = database === 'PostgreSQL' ? await startPostgresServer({ durable: true }) : undefined
  const folder = join('.cache', `bench-import-${process.pid}-${database}`)
  const secrets = await readInstallationSecrets(folder, {})
  const platform = await startPlatform({ secrets, port: 0, folder, databaseUrl: server?.url })
  try {
    const { client } = await makeWorkspace(createClient(platform.url), { modules: ['crm'] })
    const csv = makeContactsCsv(count, 1)
    const before = await readMemory()
    const memory = watchMemory()
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
      'RSS workerd before → peak': `${megabytes(before.workerdBytes)} → ${megabytes(peak.workerdBytes)}`,
      'RSS node before → peak': `${megabytes(before.nodeBytes)} → ${megabytes(peak.nodeBytes)}`,
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

async function readMemory() {
  const worker = (await processTree(process.pid)).find(({ name }) => name.includes('workerd'))
  return { workerdBytes: worker?.rssBytes ?? 0, nodeBytes: process.memoryUsage().rss }
}

/** Looks at the processes four times a second and keeps the most that each held. */
function watchMemory() {
  const peak = { workerdBytes: 0, nodeBytes: 0 }
  const timer = setInterval(async () => {
    const { workerdBytes, nodeBytes } = await readMemory()
    peak.workerdBytes = Math.max(peak.workerdBytes, workerdBytes)
    peak.nodeBytes = Math.max(peak.nodeBytes, nodeBytes)
  }, 250)
  return {
    stop: () => {
      clearInterval(timer)
      return peak
    },
  }
}
