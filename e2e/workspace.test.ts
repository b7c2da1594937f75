import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../tools/testing/browser.ts'
import { goodPassword } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

const google = join(import.meta.dirname, '../plugins/crm/import/fixtures/google.csv')

/** What a browser says that a person would never see: failed scripts, refused sources. */
function complaints(page: Page): string[] {
  const heard: string[] = []
  page.on('pageerror', (error) => heard.push(error.message))
  page.on('console', (message) => {
    // A refusal is an answer, which the page shows in its own words.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) heard.push(message.text())
  })
  return heard
}

describe('the workspace in a browser', () => {
  let platform: TestPlatform
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let heard: string[]

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    const place = { locale: 'de-AT', timezoneId: 'Europe/Vienna' }
    context = await browser.newContext({ baseURL: platform.url, viewport: { width: 1280, height: 900 }, ...place })
    page = await context.newPage()
    heard = complaints(page)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  it('takes a newcomer from signing up to finding an imported contact, by keyboard and plain words', async () => {
    await page.goto('/')
    await page.getByRole('link', { name: 'Make an account' }).click()
    await page.getByLabel('Your name').fill('Anna Berg')
    await page.getByLabel('Email').fill('anna@example.com')
    await page.getByLabel('Password').fill('short')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByText('Use at least 12 characters').count()).toBe(1)
    await page.getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')

    await page.getByLabel('Name of a new workspace').fill('Salon Anna')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Hello Anna' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/w/salon-anna')

    await page.getByRole('link', { name: /Turn on what you need/ }).click()
    await page.getByRole('switch', { name: /Customers/ }).check()
    await page.getByRole('navigation').getByRole('link', { name: 'Contacts' }).click()
    await page.getByRole('heading', { name: 'Contacts', exact: true }).waitFor()

    await page.goto('/w/salon-anna/crm/import')
    await page.locator('input[type=file]').setInputFiles(google)
    await page
      .getByText(/Google/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: /^Import \d+ rows$/ }).click()
    await page.getByRole('link', { name: 'See your contacts' }).click()
    await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(2)
  })

  it('is at home where its maker is, without being asked', async () => {
    await page.goto('/w/salon-anna/settings')
    await expect.poll(() => page.getByLabel('Time zone').inputValue()).toBe('Europe/Vienna')
    expect(await page.getByLabel('Language', { exact: true }).inputValue()).toBe('de')
  })

  it('keeps a person signed in over a new load, without a token that a script could read', async () => {
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    const stored = await page.evaluate(
      'JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])',
    )
    expect(stored).not.toMatch(/eyJ|dpf_/)
  })

  it('makes no complaint that a person never sees', () => {
    expect(heard).toEqual([])
  })

  it('shows a stranger’s link as what it is: a way to sign in first', async () => {
    const stranger = await browser.newContext({ baseURL: platform.url })
    try {
      const other = await stranger.newPage()
      await other.goto('/w/salon-anna/members')
      await other.getByRole('heading', { name: 'Sign in' }).waitFor()
      expect(other.url()).toContain('next=')
      const missing = await other.request.get('/static/nothing.js')
      expect(missing.status()).toBe(404)
      const policy = (await other.request.get('/')).headers()['content-security-policy']
      expect(policy).toContain("script-src 'self';")
    } finally {
      await stranger.close()
    }
  })
})
