import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { readOptions } from './cli/read-options.ts'
import { runCommand } from './cli/run-command.ts'
import { newSecrets } from './platform/installation-secrets.ts'
import { startPlatform } from './platform/start-platform.ts'
import { packPicture } from './screens/pack-picture.ts'
import {
  bookingScreens,
  innerScreens,
  marketplaceScreens,
  outerScreens,
  ownScreens,
  type Screen,
} from './screens/screens.ts'
import { settled, startBrowser } from './testing/browser.ts'
import { createClient, goodPassword, makeWorkspace, signUp } from './testing/client.ts'
import { fillBookings } from './testing/fill-bookings.ts'
import { fillWorkspace } from './testing/fill-workspace.ts'
import { fillShoeRepair, nextRelease, publishShoeRepair } from './testing/publish-shoe-repair.ts'

const usage = 'npm run screens [-- --to docs/screens --only contact]'
const root = join(import.meta.dirname, '..')
const mailSettings = { fromAddress: 'hello@salon-anna.example', smtp: { host: 'smtp.example.com' } }
const sizes = [
  { width: 1280, height: 800, suffix: '' },
  { width: 320, height: 640, suffix: '-narrow' },
] as const

/** A picture of every page, light and dark, wide and narrow; `--only` takes those whose name begins so. */
await runCommand(async () => {
  const { values } = readOptions(usage, {
    to: { type: 'string', default: join(root, 'docs/screens') },
    only: { type: 'string', default: '' },
  })
  const folder = await mkdtemp(join(tmpdir(), 'screens-'))
  const settings = { RATE_LIMIT_SCALE: '1000' }
  const platform = await startPlatform({ secrets: newSecrets(), port: 0, folder, web: true, settings })
  const browser = await startBrowser()
  try {
    const owner = await signUp(createClient(platform.url), 'Anna Berg', 'anna@example.com')
    const salon = await makeWorkspace(createClient(platform.url), { owner })
    for (const { id } of (await salon.client.get('/api/modules')).body.data)
      await salon.client.put(`/api/modules/${id}`, { enabled: true, settings: {} })
    await salon.client.put('/api/connectors/storage', { enabled: true, settings: {} })
    await salon.client.put('/api/connectors/email', { enabled: true, settings: mailSettings })
    const filled = await fillWorkspace(salon.client)
    const inside = `/w/${salon.slug}`
    const cobbler = await makeWorkspace(createClient(platform.url), { owner, name: 'Cobbler Works' })
    await publishShoeRepair(cobbler.client)
    const repaired = await fillShoeRepair(salon.client)
    await publishShoeRepair(cobbler.client, nextRelease)
    const inner = [
      ...innerScreens(inside, filled),
      ...bookingScreens(inside, await fillBookings(salon.client)),
      ...marketplaceScreens(inside, `/w/${cobbler.slug}`, repaired),
    ]
    const stage = { browser, url: platform.url, email: owner.email, to: values.to, only: values.only }
    await mkdir(values.to, { recursive: true })
    let count = 0
    for (const colorScheme of ['light', 'dark'] as const)
      for (const size of sizes) count += await takeAll(stage, colorScheme, size, inner)
    console.log(`${count} pictures in ${values.to}`)
  } finally {
    await browser.close()
    await platform.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

interface Stage {
  readonly browser: Browser
  readonly url: string
  readonly email: string
  readonly to: string
  readonly only: string
}

/** The pages of a stranger, then those of the owner: what is in the sidebar, and the pages behind it. */
async function takeAll(
  { browser, url, email, to, only }: Stage,
  colorScheme: 'light' | 'dark',
  { width, height, suffix }: (typeof sizes)[number],
  inner: readonly Screen[],
): Promise<number> {
  const viewport = { width, height }
  const context = await browser.newContext({ baseURL: url, colorScheme, viewport, reducedMotion: 'reduce' })
  const [page, packer] = [await context.newPage(), await context.newPage()]
  let count = 0
  const take = async (screens: readonly Screen[]) => {
    for (const { name, path, prepare } of screens.filter((screen) => screen.name.startsWith(only))) {
      await page.goto(path)
      await settled(page)
      await prepare?.(page)
      // Icons are pictures in the style sheet, and are there a frame or two later.
      await page.evaluate(
        'new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(then, 50))))',
      )
      const picture = await packPicture(packer, await page.screenshot())
      await writeFile(join(to, `${name}${suffix}-${colorScheme}.webp`), picture)
      count += 1
    }
  }
  await take(outerScreens)
  await signIn(page, email)
  await take(ownScreens)
  await page.goto(inner[0]?.path ?? '/')
  await settled(page)
  const known = new Set(inner.map(({ path }) => path))
  await take([...inner, ...(await sidebarOf(page)).filter(({ path }) => !known.has(path))])
  await context.close()
  return count
}

/** Pages that a module brings, named by the end of their path. */
async function sidebarOf(page: Page): Promise<Screen[]> {
  const links = await page.locator('#navigation a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  return links.flatMap((path) => (path === null ? [] : [{ name: path.split('/').slice(3).join('-'), path }]))
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(goodPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL(/workspaces|\/w\//)
}
