import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { settled, startBrowser } from '../tools/testing/browser.ts'
import { mouseCounter, press, tabTo, write } from '../tools/testing/by-keyboard.ts'
import { addMember, type Client, goodPassword, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { nextRelease, publishShoeRepair } from '../tools/testing/publish-shoe-repair.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'
import { wideParts } from './in-page.js'

const screens = [
  { width: 1440, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
] as const

/** A workspace's walk with a plugin that a stranger has published, from the search to the goodbye, by keyboard alone. */
describe.each(screens)('a published plugin at $width pixels, $colorScheme', ({ width, colorScheme }) => {
  let platform: TestPlatform
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let publisher: Workspace
  let salon: Workspace
  let colleague: Client

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    publisher = await makeWorkspace(platform.client, { owner: await signUp(platform.client, 'Carl Cobbler') })
    await publishShoeRepair(publisher.client)
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    await salon.client.post('/api/crm/contacts', { firstName: 'Berta', lastName: 'Adler' })
    colleague = await addMember(salon, await signUp(platform.client, 'Mia Dahl'), 'member')
    context = await browser.newContext({ baseURL: platform.url, colorScheme, viewport: { width, height: 800 } })
    await context.addInitScript({ content: mouseCounter })
    page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(`/sign-in?next=/w/${salon.slug}/marketplace`)
    await write(page, page.getByLabel('Email'), salon.owner.email)
    await write(page, page.getByLabel('Password'), goodPassword)
    await page.keyboard.press('Enter')
    await title('Marketplace')
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const open = async (path: string) => {
    await page.goto(`/w/${salon.slug}${path}`)
    await settled(page)
  }
  const dialog = () => page.getByRole('dialog')
  const installed = async () => (await salon.client.get('/api/plugins/shoe_repair')).body
  const choose = async (name: RegExp) => {
    await tabTo(page, page.getByRole('tab', { selected: true }))
    for (let step = 0; step < 5; step++) {
      if ((await page.getByRole('tab', { name, selected: true }).count()) > 0) return
      await page.keyboard.press('ArrowRight')
    }
    throw new Error(`There is no tab ${name}`)
  }
  /** Nothing that axe finds, and nothing wider than the screen. */
  const look = async () => {
    // What is on its way in or out is seen through for a moment.
    expect(await askAxe(page, { exclude: ['[data-sonner-toaster]'] })).toEqual([])
    expect(await page.evaluate(wideParts)).toEqual([])
  }

  it('is found, read and installed, with less than it asks for', async () => {
    await write(page, page.getByRole('searchbox', { name: 'Search plugins' }), 'shoe')
    await page.waitForURL(/q=shoe/)
    await look()
    await press(page, page.getByRole('link', { name: 'Shoe repair' }))
    await title('Shoe repair')
    const asks = page.getByRole('region', { name: 'What it may do once you install it' })
    await asks.getByText('prices.cobbler.example').waitFor()
    expect(await asks.textContent()).toMatch(/50.*Tells customers that their shoes are ready/)
    expect(await page.getByRole('region', { name: 'What is new' }).textContent()).toContain('a board, and figures')
    await look()
    await press(page, page.getByRole('button', { name: 'Install' }))
    await dialog().waitFor()
    await expect.poll(() => dialog().evaluate((node) => (node as unknown as { scrollTop: number }).scrollTop)).toBe(0)
    await write(page, dialog().getByRole('spinbutton', { name: /email/i }), '5')
    await look()
    await press(page, dialog().getByRole('button', { name: 'Yes, install it' }))
    await page.getByText('Shoe repair is installed').waitFor()
    await page.waitForURL(/\/plugins\/shoe_repair$/)
    await settled(page)
    await look()
    expect((await installed()).grants).toMatchObject({
      ports: { email: { perDay: 5 } },
      hosts: { 'prices.cobbler.example': { perDay: 100 } },
      calls: { 'crm GET /contacts': { perDay: 500, fields: ['id', 'firstName', 'lastName'] } },
    })
  }, 120_000)

  it('is worked with: a form, a list, a board, the page of a record, figures', async () => {
    await press(page, page.getByRole('link', { name: 'Open', exact: true }))
    await title('Repairs')
    await look()
    await press(page, page.getByRole('button', { name: 'Take in the first pair' }))
    await title('Take in shoes')
    await press(page, page.getByRole('button', { name: 'Take them in' }))
    await expect.poll(() => page.getByLabel('Which shoes').getAttribute('aria-invalid')).toBe('true')
    await expect.poll(() => page.evaluate('document.activeElement.name')).toBe('title')
    await look()
    await write(page, page.getByLabel('Which shoes'), 'Red boots')
    await write(page, page.getByLabel('Price'), '45')
    await write(page, page.getByLabel('Page of the customer'), 'javascript:alert(1)')
    await press(page, page.getByRole('button', { name: 'Take them in' }))
    await page.getByText('The shoes are in the list').waitFor()
    await title('Repair')
    const known = page.getByRole('region', { name: 'What is known' })
    await known.getByText('€45.00').waitFor()
    expect(await known.getByRole('link').count()).toBe(0)
    await look()
    await write(page, page.getByLabel('Which shoes'), 'Red suede boots')
    await press(page, page.getByRole('button', { name: 'Save' }))
    await known.getByText('Red suede boots').waitFor()

    await press(page, page.getByRole('button', { name: 'All repairs' }))
    await title('Repairs')
    await page.getByRole('rowheader', { name: 'Red suede boots' }).waitFor()
    await look()
    await write(page, page.getByRole('searchbox'), 'sandals')
    await page.getByRole('heading', { name: 'Nothing fits' }).waitFor()
    expect(new URL(page.url()).searchParams.get('b3.q')).toBe('sandals')
    await press(page, page.getByRole('button', { name: 'Show all' }))
    await page.getByRole('rowheader', { name: 'Red suede boots' }).waitFor()

    await page.keyboard.press('Control+k')
    await page.keyboard.type('workshop')
    await page.getByRole('option', { name: /Workshop/ }).waitFor()
    await page.keyboard.press('Enter')
    await title('Workshop')
    await tabTo(page, page.getByRole('link', { name: 'Red suede boots' }))
    await page.keyboard.press('Shift+ArrowRight')
    const column = (name: string) => page.getByRole('region', { name, exact: true })
    await column('On the bench').getByRole('link', { name: 'Red suede boots' }).waitFor()
    await look()
    const { data } = (await salon.client.get('/api/shoe_repair/repairs')).body
    await expect
      .poll(async () => (await salon.client.get(`/api/shoe_repair/repairs/${data[0].id}`)).body.state)
      .toBe('bench')
    // What somebody else does is seen at once.
    await colleague.patch(`/api/shoe_repair/repairs/${data[0].id}`, { state: 'ready' })
    await column('Ready').getByRole('link', { name: 'Red suede boots' }).waitFor()

    await open('/shoe_repair/figures')
    await page.getByRole('figure', { name: 'How far they are' }).getByText('ready').first().waitFor()
    await page.getByRole('rowheader', { name: 'Berta' }).waitFor()
    await look()
  }, 180_000)

  it('has its numbers lowered and a host taken away, at once', async () => {
    await open('/plugins/shoe_repair')
    await press(page, page.getByRole('button', { name: /^Change: .*contacts/i }))
    await write(page, dialog().getByRole('spinbutton'), '1')
    await look()
    await press(page, dialog().getByRole('button', { name: 'Save' }))
    await dialog().waitFor({ state: 'detached' })
    await press(page, page.getByRole('button', { name: /^Take away: .*prices\.cobbler\.example/ }))
    await page.getByRole('button', { name: /^Allow: .*prices\.cobbler\.example/ }).waitFor()
    await look()
    const { grants } = await installed()
    expect(grants).toMatchObject({ hosts: {}, calls: { 'crm GET /contacts': { perDay: 1 } } })
    await open('/shoe_repair/figures')
    await page.getByRole('alert').first().waitFor()
    // The rest of the page is there as before.
    await page.getByRole('figure', { name: 'How far they are' }).waitFor()
    await look()
  }, 120_000)

  it('waits for a yes where an update wants more, shows what it would change, and goes back', async () => {
    await publishShoeRepair(publisher.client, nextRelease)
    await open('/plugins/shoe_repair')
    const update = page.getByRole('region', { name: 'Version 1.1.0 is there' })
    await update.getByText('it waits for your yes').waitFor()
    await look()
    await press(page, update.getByRole('button', { name: 'Look at the update' }))
    await dialog()
      .getByRole('checkbox', { name: /soles\.example/ })
      .waitFor()
    await dialog().getByText('colour', { exact: false }).first().waitFor()
    await look()
    await press(page, dialog().getByRole('button', { name: 'Yes, allow it and update' }))
    await page.getByText('Shoe repair is now version 1.1.0').waitFor()
    expect(await installed()).toMatchObject({
      version: '1.1.0',
      previousVersion: '1.0.0',
      grants: { hosts: { 'soles.example': { perDay: 20 } }, calls: { 'crm GET /contacts': { perDay: 1 } } },
    })
    await choose(/Version/)
    await press(page, page.getByRole('button', { name: 'Go back to 1.0.0' }))
    await look()
    await press(page, dialog().getByRole('button', { name: 'Go back to 1.0.0' }))
    await page.getByText('Shoe repair is version 1.0.0 again').waitFor()
    expect((await installed()).version).toBe('1.0.0')
    expect((await salon.client.get('/api/shoe_repair/repairs')).body.data).toHaveLength(1)
    for (const tab of [/Settings/, /People/, /Log/]) {
      await choose(tab)
      await settled(page)
      await look()
    }
  }, 180_000)

  it('rests while it is paused, and goes without a trace', async () => {
    await press(page, page.getByRole('button', { name: 'Pause' }))
    await page.getByText('somebody has paused it here').waitFor()
    await look()
    expect((await salon.client.get('/api/shoe_repair/repairs')).status).toBe(403)
    await open('/shoe_repair/repairs')
    await page.getByRole('heading', { name: /does not run at the moment/ }).waitFor()
    await look()
    await open('/plugins/shoe_repair')
    await press(page, page.getByRole('button', { name: 'Go on' }))
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    expect((await salon.client.get('/api/shoe_repair/repairs')).status).toBe(200)
    await press(page, page.getByRole('button', { name: 'Uninstall' }))
    await tabTo(page, dialog().getByRole('radio', { name: /Keep its records/ }))
    await page.keyboard.press('ArrowDown')
    await dialog().getByText('Lost are its 1 record').waitFor()
    await tabTo(page, dialog().getByRole('checkbox', { name: /Yes, delete its 1 record/ }))
    await page.keyboard.press('Space')
    await look()
    await press(page, dialog().getByRole('button', { name: 'Uninstall it and delete its records' }))
    await page.waitForURL(/\/modules$/)
    await title('Modules')
    await expect.poll(() => page.getByRole('link', { name: /Shoe repair/ }).count()).toBe(0)
    expect((await salon.client.get('/api/plugins')).body.data).toEqual([])
    expect((await salon.client.get('/api/shoe_repair/repairs')).status).toBe(404)
    expect(await page.evaluate('window.heardMice')).toBe(0)
  }, 120_000)
})
