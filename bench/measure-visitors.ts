import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { findFreePort } from '../tools/platform/find-free-port.ts'
import { newSecrets } from '../tools/platform/installation-secrets.ts'
import { startPlatform } from '../tools/platform/start-platform.ts'
import { openProfile } from '../tools/testing/browser.ts'
import { type Client, createClient, makeWorkspace } from '../tools/testing/client.ts'
import { audit, firstVisit } from './audit.ts'
import { firstTimeMs, markFirstTime } from './in-browser.js'
import { printTable, spread } from './print-table.ts'

type Row = Record<string, string | number>

const people = 10
const rooms = 5

/** The booking page in a real Chromium on the embedded database: Lighthouse, what it loads, and when a time can be pressed. */
export async function measureVisitors(rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-visitors-'))
  const settings = { RATE_LIMIT_SCALE: '1000000' }
  const platform = await startPlatform({ secrets: newSecrets(), port: 0, folder, web: true, settings })
  const port = await findFreePort()
  const context = await openProfile(join(folder, 'profile'), port)
  try {
    const workspace = await makeWorkspace(createClient(platform.url), { modules: ['booking'] })
    await addService(workspace.client)
    const page = `${platform.url}/s/${workspace.slug}/book/haircut`
    const all = ['performance', 'accessibility', 'best-practices', 'seo'] as const
    printTable(
      `Lighthouse for visitors, median of ${rounds}: performance / accessibility / best practices / SEO`,
      await audit([page, page.replace('/haircut', '')], port, rounds, all),
    )
    printTable('What a visit of the booking page loads', [await firstVisit(await context.newPage(), page)])
    printTable(`Until a time can be pressed, of ${people} people and ${rooms} rooms`, [
      await untilTimes(context, page, rounds * 5),
    ])
  } finally {
    await context.close()
    await platform.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function addService(client: Client): Promise<void> {
  const add = async (kind: 'person' | 'room', count: number) => {
    const made = Array.from({ length: count }, (_, place) =>
      client.post('/api/booking/resources', { kind, name: `${kind} ${place + 1}` }),
    )
    return (await Promise.all(made)).map(({ body }) => ({ resourceId: body.id }))
  }
  const needs = [
    { customerChooses: true, resources: await add('person', people) },
    { resources: await add('room', rooms) },
  ]
  const { status, body } = await client.post('/api/booking/services', { name: 'Haircut', slug: 'haircut', needs })
  if (status !== 201) throw new Error(`Making a service answered ${status}: ${JSON.stringify(body)}`)
}

/** From the navigation to the first time that can be pressed: with nothing kept, and once the files are. */
async function untilTimes(context: BrowserContext, url: string, rounds: number): Promise<Row> {
  const page = await context.newPage()
  await page.addInitScript(markFirstTime)
  const session = await context.newCDPSession(page)
  const measure = async (isFirst: boolean): Promise<number> => {
    if (isFirst) await session.send('Network.clearBrowserCache')
    await page.goto('about:blank')
    await page.goto(url)
    await page.locator('.times button').first().waitFor()
    return page.evaluate(firstTimeMs)
  }
  const [first, later]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    first.push(await measure(true))
    later.push(await measure(false))
  }
  return { 'first visit, ms': spread(first, 0), 'later visit, ms': spread(later, 0) }
}
