import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../tools/testing/browser.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'
import { type BookingSalon, daily, openBookingSalon } from './booking-salon.ts'
import { type ForeignSite, openForeignSite } from './foreign-site.ts'
import { addStyle, coloursOf, heightOf, leadFrame, pretendHeight, titleWhatIsDone } from './in-embed.js'
import { isFocused } from './in-page.js'

describe('the booking page on another site, under a strict policy of its own', () => {
  let platform: TestPlatform
  let browser: Browser
  let salon: BookingSalon
  let site: ForeignSite
  let closed: ForeignSite

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    salon = await openBookingSalon(platform.client)
    const carla = await salon.addResource({ name: 'Carla', hours: daily('00:00', '24:00') })
    await salon.addService({ name: 'Haircut', slug: 'haircut', needs: [{ resources: [{ resourceId: carla }] }] })
    const app = platform.url
    const page = (way: string) =>
      `<p id="link"><a href="${app}/s/${salon.slug}/book/haircut" data-embed="${way}" data-colour="#ffe066">Book a haircut</a></p>
       <script async src="${app}/embed.js"></script>`
    const pages = { '/inline': page('inline'), '/popup': page('popup'), '/button': page('button') }
    // No style of any kind, no script and no frame but ours.
    site = await openForeignSite(`default-src 'none'; script-src ${app}; frame-src ${app}`, pages)
    closed = await openForeignSite(`default-src 'none'; script-src ${app}`, pages)
  }, 120_000)
  afterAll(async () => {
    await site?.close()
    await closed?.close()
    await browser?.close()
    await platform?.stop()
  })

  /** A page of the other site, and what the browser refused on it. */
  async function open(address: string): Promise<{ page: Page; refused: string[] }> {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1000, height: 700 } })
    const page = await context.newPage()
    const refused: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy|Refused|postMessage/.test(message.text())) refused.push(message.text())
    })
    page.on('pageerror', (error) => refused.push(error.message))
    await page.goto(address)
    return { page, refused }
  }
  const frameOf = (page: Page) => page.frameLocator('iframe')
  const book = async (page: Page) => {
    const frame = frameOf(page)
    await frame.locator('.times button').first().click()
    await frame.getByLabel('Name').fill('Zoë')
    await frame.getByLabel('Email').fill('zoe@example.com')
    await frame.getByRole('button', { name: 'Book', exact: true }).click()
    await frame.getByRole('heading', { name: 'You are booked' }).waitFor()
  }

  it('is really another origin, whose policy refuses what it does not name', async () => {
    const { page, refused } = await open(`${site.origin}/inline`)
    expect(new URL(page.url()).origin).not.toBe(platform.url)
    await page.evaluate(addStyle)
    await expect.poll(() => refused.length).toBeGreaterThan(0)
    await page.context().close()
  }, 30_000)

  it('stands in the page, as high as what is in it, and is booked in', async () => {
    const { page, refused } = await open(`${site.origin}/inline`)
    // Somebody who is signed in to a workspace of their own comes by.
    const { email, password } = salon.owner
    await page.context().request.post(`${platform.url}/api/auth/login`, { data: { email, password } })
    const cookies = await page.context().cookies(`${platform.url}/api/auth/refresh`)
    expect(cookies.map(({ name }) => name)).toContain('dpf_refresh')
    await page.reload()
    const requests: (string | undefined)[] = []
    page.on('request', async (request) => {
      if (request.url().includes('/api/')) requests.push((await request.allHeaders()).cookie)
    })
    const frame = page.locator('iframe')
    await expect.poll(() => frame.evaluate(heightOf)).toBeGreaterThan(400)
    await frameOf(page).locator('.times button').first().waitFor()
    const content = frameOf(page).locator('#site')
    await expect.poll(async () => (await frame.evaluate(heightOf)) - (await content.evaluate(heightOf))).toBe(0)
    expect(await page.getByRole('link', { name: 'Book a haircut' }).count()).toBe(0)
    await page.evaluate(titleWhatIsDone)
    await book(page)
    await expect.poll(() => page.title()).toBe('done: booking')
    expect(requests.length).toBeGreaterThan(0)
    expect(requests.every((cookie) => cookie === undefined)).toBe(true)
    expect(refused).toEqual([])
    await page.context().close()
  }, 60_000)

  it('hears nobody but its own frame', async () => {
    const { page } = await open(`${site.origin}/inline`)
    const frame = page.locator('iframe')
    await expect.poll(async () => (await frame.boundingBox())?.height ?? 0).toBeGreaterThan(400)
    const height = (await frame.boundingBox())?.height
    await page.evaluate(pretendHeight)
    // A message of the frame itself comes later than that one, and is heard.
    await frameOf(page).locator('.times button').first().click()
    await expect.poll(async () => (await frame.boundingBox())?.height).not.toBe(height)
    expect((await frame.boundingBox())?.height).toBeGreaterThan(400)
    await page.context().close()
  }, 30_000)

  it('opens in front, keeps the focus inside, closes on Escape and gives the focus back', async () => {
    const { page, refused } = await open(`${site.origin}/popup`)
    const link = page.getByRole('link', { name: 'Book a haircut' })
    await page.waitForLoadState('load')
    await link.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Book a haircut' })
    await dialog.waitFor()
    await frameOf(page).locator('.times button').first().waitFor()
    expect((await dialog.boundingBox())?.height).toBeGreaterThan(500)
    for (let stop = 0; stop < 40; stop++) {
      await page.keyboard.press('Tab')
      expect(await link.evaluate(isFocused)).toBe(false)
    }
    await book(page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => link.evaluate(isFocused)).toBe(true)
    await page.keyboard.press('Enter')
    await dialog.waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(refused).toEqual([])
    await page.context().close()
  }, 60_000)

  it('floats as a button in the corner, in the colour that the site gives it', async () => {
    const { page, refused } = await open(`${site.origin}/button`)
    const button = page.getByRole('button', { name: 'Book a haircut' })
    const box = await button.boundingBox()
    expect(box).toMatchObject({ x: expect.any(Number) })
    expect(1000 - (box?.x ?? 0) - (box?.width ?? 0)).toBe(16)
    expect(700 - (box?.y ?? 0) - (box?.height ?? 0)).toBe(16)
    const look = await button.evaluate(coloursOf)
    expect(look).toEqual(['rgb(255, 224, 102)', 'rgb(0, 0, 0)'])
    await button.click()
    await book(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(refused).toEqual([])
    await page.context().close()
  }, 60_000)

  it('leads to the page where the site lets no frame in', async () => {
    const { page } = await open(`${closed.origin}/popup`)
    await page.waitForLoadState('load')
    await page.getByRole('link', { name: 'Book a haircut' }).click()
    await page.waitForURL(`${platform.url}/s/${salon.slug}/book/haircut`)
    await page.getByRole('heading', { name: 'Haircut' }).waitFor()
    const inline = await open(`${closed.origin}/inline`)
    await expect.poll(() => inline.page.locator('iframe').count()).toBe(0)
    expect(await inline.page.getByRole('link', { name: 'Book a haircut' }).isVisible()).toBe(true)
    await page.context().close()
    await inline.page.context().close()
  }, 30_000)

  it('shows nobody the workspace itself in a frame', async () => {
    const { page, refused } = await open(`${site.origin}/inline`)
    await page.locator('iframe').evaluate(leadFrame, `${platform.url}/sign-in`)
    await expect.poll(() => refused.some((text) => text.includes('frame-ancestors'))).toBe(true)
    await page.context().close()
  }, 30_000)
})
