import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../tools/testing/browser.ts'
import { makeWorkspace, type Workspace } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

/** Draws a picture larger than a logo may be, in the browser itself. */
const drawn = `new Promise((resolve) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 720, height: 540 })
  const context = canvas.getContext('2d')
  const noise = context.createImageData(720, 540)
  for (let at = 0; at < noise.data.length; at++) noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 256
  context.putImageData(noise, 0, 0)
  resolve(canvas.toDataURL('image/png').split(',')[1])
})`

describe('the settings of a workspace', () => {
  let platform: TestPlatform
  let browser: Browser
  let page: Page
  let salon: Workspace

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    salon = await makeWorkspace(platform.client)
    const context = await browser.newContext({ baseURL: platform.url, timezoneId: 'Europe/Berlin' })
    page = await context.newPage()
    await page.goto(`/sign-in?next=/w/${salon.slug}/settings`)
    await page.getByLabel('Email').fill(salon.owner.email)
    await page.getByLabel('Password').fill(salon.owner.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Logo and colour' }).waitFor()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  const saved = async () => (await salon.client.get('/api/tenant')).body

  it('take any picture as a logo, small and without what the camera wrote into it, and take it back', async () => {
    const large = Buffer.from(String(await page.evaluate(drawn)), 'base64')
    expect(large.length).toBeGreaterThan(256 * 1024)
    await page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: large })
    await page.getByRole('img', { name: 'Logo of Salon Anna' }).waitFor()
    const { logoUrl } = await saved()
    const shown = await fetch(new URL(logoUrl, platform.url))
    expect(shown.headers.get('content-type')).toMatch(/^image\//)
    expect((await shown.arrayBuffer()).byteLength).toBeLessThan(256 * 1024)
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('x') })
    await page.getByRole('alert').getByText('This file is not a picture.').waitFor()
    expect((await saved()).logoUrl).toBe(logoUrl)
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect.poll(async () => (await saved()).logoUrl).toBeNull()
  })

  it('say what becomes of a colour that is hard to read, and save it as it was chosen', async () => {
    const colour = page.getByLabel('Colour', { exact: true })
    await colour.fill('#ffee00')
    await page.getByText('too light for a light page').waitFor()
    await colour.fill('#001a33')
    await page.getByText('too dark for a dark page').waitFor()
    await page.getByRole('button', { name: 'Save colour' }).click()
    await expect.poll(async () => (await saved()).colour).toBe('#001a33')
    const accent = () => page.evaluate('document.documentElement.style.getPropertyValue("--accent")')
    await expect.poll(accent).toContain('#001a33')
    await page.getByRole('button', { name: 'Use the platform’s own' }).click()
    await page.getByRole('button', { name: 'Save colour' }).click()
    await expect.poll(async () => (await saved()).colour).toBeNull()
  })

  it('know the clock of the device, and save time, money and language together', async () => {
    await page.getByRole('button', { name: /Use this device’s: Berlin/ }).click()
    await page.getByLabel('Currency').selectOption('CHF')
    await page.getByLabel('Language', { exact: true }).selectOption('de')
    await page.getByRole('button', { name: 'Save time, money and language' }).click()
    await expect.poll(saved).toMatchObject({ timeZone: 'Europe/Berlin', currency: 'CHF', language: 'de' })
    await page.reload()
    await expect.poll(() => page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin')
    expect(await page.getByLabel('Currency').inputValue()).toBe('CHF')
  })

  it('never put themselves over what somebody else has saved meanwhile, or over what is being written', async () => {
    const name = page.getByLabel('Name', { exact: true })
    // The page hears of nothing by itself, as when its network is slow.
    await page.route('**/api/live**', (route) => route.abort())
    await page.reload()
    await name.fill('Salon Carla')
    await salon.client.patch('/api/tenant', { currency: 'EUR' })
    await page.getByRole('button', { name: 'Save name and address' }).click()
    await expect.poll(async () => (await saved()).name).toBe('Salon Carla')
    await name.fill('Salon Dora')
    await salon.client.patch('/api/tenant', { name: 'Salon Berta' })
    await page.getByRole('button', { name: 'Save name and address' }).click()
    await page.getByText('Somebody else has just saved: Salon Berta, at the address').waitFor()
    expect((await saved()).name).toBe('Salon Berta')
    expect(await name.inputValue()).toBe('Salon Dora')
    await page.getByRole('button', { name: 'Take theirs' }).click()
    expect(await name.inputValue()).toBe('Salon Berta')
    await name.fill('Salon Dora')
    await page.getByRole('button', { name: 'Save name and address' }).click()
    await expect.poll(async () => (await saved()).name).toBe('Salon Dora')
    await page.unroute('**/api/live**')
  })
})
