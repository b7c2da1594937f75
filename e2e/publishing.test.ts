import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newPublisherKey } from '../tools/dpf/publisher-key.ts'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { settled, startBrowser } from '../tools/testing/browser.ts'
import { press, write } from '../tools/testing/by-keyboard.ts'
import { goodPassword, makeWorkspace, type Workspace } from '../tools/testing/client.ts'
import { publishShoeRepair } from '../tools/testing/publish-shoe-repair.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'
import { wideParts } from './in-page.js'

/** What becomes of a plugin, as its publisher sees it, and as it stands where it is installed: here in one workspace. */
describe('publishing on a phone, in the dark', () => {
  let platform: TestPlatform
  let browser: Browser
  let page: Page
  let works: Workspace

  beforeAll(async () => {
    const settings = { PLUGIN_REVIEW: 'manual' }
    ;[platform, browser] = await Promise.all([
      startTestPlatform({ database: 'pglite', web: true, settings }),
      startBrowser(),
    ])
    works = await makeWorkspace(platform.client)
    const screen = { colorScheme: 'dark', viewport: { width: 320, height: 800 } } as const
    page = await (await browser.newContext({ baseURL: platform.url, ...screen })).newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(`/sign-in?next=/w/${works.slug}/publisher`)
    await write(page, page.getByLabel('Email'), works.owner.email)
    await write(page, page.getByLabel('Password'), goodPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Publishing' }).waitFor()
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  const open = async (path: string) => {
    await page.goto(`/w/${works.slug}${path}`)
    await settled(page)
  }
  const dialog = () => page.getByRole('dialog')
  const own = () => page.getByRole('region', { name: 'Your plugins' })
  const standing = () => page.getByRole('region', { name: 'How it stands' })
  const decide = async (path: string, body?: object) => {
    const headers = { authorization: `Bearer ${inject('secrets').OPERATOR_TOKEN}` }
    const { status } = await platform.client.post(`/api/operator/plugins/shoe_repair${path}`, body, headers)
    expect(status, path).toBe(204)
  }
  const isWrong = (field: Locator) => expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
  /** Nothing that axe finds, and nothing wider than the screen. */
  const look = async () => {
    expect(await askAxe(page, { exclude: ['[data-sonner-toaster]'] })).toEqual([])
    expect(await page.evaluate(wideParts)).toEqual([])
  }

  it('begins with a name and a key', async () => {
    await write(page, page.getByLabel('Short name'), 'Not A Slug')
    await write(page, page.getByLabel('Website'), 'javascript:alert(1)')
    await press(page, page.getByRole('button', { name: 'Become a publisher' }))
    await isWrong(page.getByLabel('Short name'))
    await isWrong(page.getByLabel('Website'))
    await look()
    await write(page, page.getByLabel('Name', { exact: true }), 'Cobbler Works')
    await write(page, page.getByLabel('Short name'), 'cobbler-works')
    await write(page, page.getByLabel('Website'), 'https://cobbler.example')
    await press(page, page.getByRole('button', { name: 'Become a publisher' }))
    await page.getByText('You can publish now').waitFor()
    await page.getByText('No keys yet').waitFor()
    await press(page, page.getByRole('button', { name: 'Register a key' }))
    await write(page, dialog().getByLabel('Name'), 'Laptop of Carl')
    await write(page, dialog().getByLabel('Public key'), 'no key')
    await press(page, dialog().getByRole('button', { name: 'Register it' }))
    await isWrong(dialog().getByLabel('Public key'))
    await look()
    await write(page, dialog().getByLabel('Public key'), (await newPublisherKey()).publicKey)
    await press(page, dialog().getByRole('button', { name: 'Register it' }))
    await page.getByRole('button', { name: 'Remove Laptop of Carl' }).waitFor()
    await dialog().waitFor({ state: 'detached' })
  }, 60_000)

  it('shows how a version fares: looked at, refused with a reason, in the marketplace', async () => {
    await publishShoeRepair(works.client)
    await own().getByText('Is being looked at').waitFor()
    await decide('/versions/1.0.0/refuse', { reason: 'Say in its description what it keeps of customers' })
    await publishShoeRepair(works.client, { change: (manifest) => ({ ...manifest, version: '1.0.1' }) })
    await decide('/versions/1.0.1/admit')
    await open('/publisher')
    await own().getByText('Say in its description what it keeps of customers').waitFor()
    await own().getByText('In the marketplace').waitFor()
    await look()
  }, 60_000)

  it('says on the page of what is installed why it does not run', async () => {
    expect((await works.client.post('/api/plugins/shoe_repair/install', {})).status).toBe(201)
    await open('/plugins/shoe_repair')
    await works.client.post('/api/plugins/shoe_repair/suspend')
    await standing().getByText('somebody has paused it here').waitFor()
    await press(page, page.getByRole('button', { name: 'Go on' }))
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await decide('/kill', { reason: 'It sends what it should not' })
    await open('/plugins/shoe_repair')
    await standing().getByText('It sends what it should not').waitFor()
    await look()
    await open('/publisher')
    await own().getByText('It sends what it should not').waitFor()
    await decide('/revive', { reason: 'Mended' })
    await open('/publisher')
    await press(page, page.getByRole('button', { name: /^Call back version 1\.0\.1/ }))
    // The title stays in sight, and lies over nothing that is to be read.
    const boxOf = async (part: Locator) => (await part.boundingBox()) ?? { y: Number.NaN, height: Number.NaN }
    const heading = await boxOf(dialog().getByRole('heading'))
    expect((await boxOf(dialog().getByText('It stops within a minute'))).y).toBeGreaterThanOrEqual(
      heading.y + heading.height,
    )
    await press(page, dialog().getByRole('button', { name: 'Call it back' }))
    await isWrong(dialog().getByLabel('Why'))
    await look()
    await write(page, dialog().getByLabel('Why'), 'It loses laces')
    await press(page, dialog().getByRole('button', { name: 'Call it back' }))
    await own().getByText('It loses laces').waitFor()
    await open('/plugins/shoe_repair')
    await standing().getByText('It loses laces').waitFor()
    await look()
  }, 60_000)
})
