import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { findFreePort } from '../tools/platform/find-free-port.ts'
import { newSecrets } from '../tools/platform/installation-secrets.ts'
import { startPlatform } from '../tools/platform/start-platform.ts'
import { openProfile, settled } from '../tools/testing/browser.ts'
import { createClient, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { audit, firstVisit } from './audit.ts'
import { openContacts, scrollContacts } from './in-browser.js'
import { median, printTable } from './print-table.ts'
import { seedContacts } from './seed-contacts.ts'

type Row = Record<string, string | number>

const contacts = 50_000

/**
 * The built workspace in a real Chromium on the embedded database: Lighthouse, what a first visit loads, and a table of
 * 50,000 contacts.
 */
export async function measurePages(rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-pages-'))
  const settings = { RATE_LIMIT_SCALE: '1000000' }
  const platform = await startPlatform({ secrets: newSecrets(), port: 0, folder, web: true, settings })
  const port = await findFreePort()
  const context = await openProfile(join(folder, 'profile'), port)
  try {
    const client = createClient(platform.url)
    const owner = await signUp(client)
    const workspace = await makeWorkspace(client, { owner, modules: ['crm'] })
    await seedContacts(platform.owner, workspace.id, contacts)
    const outside = await audit([`${platform.url}/sign-in`], port, rounds)
    const page = await signIn(context, workspace)
    const base = `${platform.url}/w/${workspace.slug}`
    const inside = ['', '/crm/contacts', '/crm/deals', '/crm/tasks', '/settings', '/activity']
    printTable(`Lighthouse, median of ${rounds}: performance / accessibility / best practices`, [
      ...outside,
      ...(await audit(
        inside.map((path) => base + path),
        port,
        rounds,
      )),
    ])
    printTable('What a first visit loads', [await firstVisit(page, base)])
    printTable(`A table of ${contacts.toLocaleString('en')} contacts`, [await openTable(page, base, rounds)])
  } finally {
    await context.close()
    await platform.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function signIn(context: BrowserContext, { owner, slug }: Workspace): Promise<Page> {
  const page = await context.newPage()
  const url = createClient(owner.client.url).url
  await page.goto(`${url}/sign-in?next=/w/${slug}`)
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password').fill(owner.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /Hello/ }).waitFor()
  return page
}

/** From the click on Contacts to the first rows, and how even the frames are while it is scrolled through. */
async function openTable(page: Page, base: string, rounds: number): Promise<Row> {
  const opened: number[] = []
  for (let round = 0; round <= rounds; round++) {
    await page.goto(base)
    await page.getByRole('link', { name: 'Contacts', exact: true }).waitFor()
    await settled(page)
    // The first round loads the page's script, which later visits have.
    const milliseconds = await page.evaluate(openContacts)
    if (round > 0) opened.push(milliseconds)
  }
  const frames = await page.evaluate(scrollContacts)
  const within = (limit: number) =>
    `${((100 * frames.filter((each) => each <= limit).length) / frames.length).toFixed(0)} %`
  return {
    'first rows after the click, ms': `${median(opened).toFixed(0)} (${Math.min(...opened).toFixed(0)}–${Math.max(...opened).toFixed(0)})`,
    frames: frames.length,
    'median frame, ms': median(frames).toFixed(1),
    'frames of 60 a second': within(17.5),
    'of 30': within(34),
  }
}
