import { gzipSync } from 'node:zlib'
import { buildWorker } from '../tools/build/build-worker.ts'
import { compare } from './compare.ts'
import { countTrips } from './count-trips.ts'
import { measureImport } from './import.ts'
import { startLoadGenerator } from './load-generator.ts'
import { measureFloor } from './measure-floor.ts'
import { measurePages } from './measure-pages.ts'
import { processTree } from './measure-process.ts'
import { measurePublished } from './measure-published.ts'
import { measureVisitors } from './measure-visitors.ts'
import { megabytes, printTable } from './print-table.ts'
import { seedContacts } from './seed-contacts.ts'
import { openStage, type Stage } from './stage.ts'
import { measureStartUp } from './start-up.ts'

const words = process.argv.slice(2)
const isQuick = words.includes('--quick')
const only = words.find((word) => !word.startsWith('--'))

if (only === undefined || only === 'speed') await measureSpeed()
if (only === 'published' || (only === undefined && !isQuick)) await measurePublished(isQuick ? 2 : 7)
if (only === 'pages' || (only === undefined && !isQuick)) await measurePages(isQuick ? 1 : 3)
if (only === 'visitors' || (only === undefined && !isQuick)) await measureVisitors(isQuick ? 1 : 3)
if (only === 'import' || (only === undefined && !isQuick)) await measureImports()
process.exit(0)

/** The kernel against a bare Hono route, as ratios of rounds that followed one another; then where the rest goes. */
async function measureSpeed(): Promise<void> {
  const stage = await openStage()
  const load = startLoadGenerator()
  try {
    await seedContacts(stage.platform.owner, stage.workspace.id, 100_000)
    const memoryBefore = await memoryOf(stage)
    await printTrips(stage)
    const rows = []
    for (const what of ['list', 'create'] as const)
      for (const connections of [16, 64])
        rows.push(await compare(stage, load, { what, connections, seconds: isQuick ? 1 : 4, pairs: isQuick ? 5 : 9 }))
    printTable('The kernel against a bare Hono route, medians of interleaved rounds', rows)
    printTable(
      'Where the rest goes: steps of a list, each with what it stands on, at 16 connections',
      await measureFloor(stage, load, { seconds: isQuick ? 1 : 3, rounds: isQuick ? 1 : 5 }),
    )
    printTable('Memory', [
      { when: 'with 100,000 contacts, before load', ...memoryBefore },
      { when: 'after all of the above', ...(await memoryOf(stage)) },
    ])
  } finally {
    load.stop()
    await stage.stop()
  }
  printTable('Start-up on PGlite, from the process to the first healthy answer', await measureStartUp(isQuick ? 1 : 3))
  const [whole, minified] = await Promise.all([buildWorker(), buildWorker({ minify: true })])
  const kilobytes = (text: string) => `${(gzipSync(text).length / 1000).toFixed(0)} kB`
  printTable('Worker bundle, gzip', [
    { 'as it is served': kilobytes(whole), minified: kilobytes(minified), aim: '400 kB' },
  ])
}

async function measureImports(): Promise<void> {
  const count = isQuick ? 5000 : 50_000
  const rows = [await measureImport('PGlite', count), await measureImport('PostgreSQL', count)]
  printTable(`An import of ${count} contacts over HTTP`, rows)
}

async function printTrips(stage: Stage): Promise<void> {
  printTable('Database round trips a request, warm', [
    { request: 'list', ...(await countTrips(stage, 'GET')) },
    { request: 'create', ...(await countTrips(stage, 'POST')) },
  ])
}

async function memoryOf(stage: Stage): Promise<Record<string, string>> {
  const tree = await processTree(process.pid)
  const rss = (pid: number) => megabytes(tree.find((row) => row.pid === pid)?.rssBytes ?? 0)
  return { workerd: rss(stage.workerdPid), 'node (bridge)': rss(process.pid) }
}
