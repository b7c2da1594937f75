import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { addMember, type Client, goodPassword, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

/** Red on the left, blue on the right. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACgAAAAUCAIAAABwJOjsAAAAJ0lEQVR42mP4z8BANqJA63+GUYtHLR61eNTiUYtHLR61eNTikWMxAGDtHQ7V1k7XAAAAAElFTkSuQmCC',
  'base64',
)

describe('the picture of a person, in a browser', () => {
  let platform: TestPlatform
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let salon: Workspace
  let ben: Client

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    ben = await addMember(salon, await signUp(platform.client, 'Ben Kim'), 'member')
    context = await browser.newContext({ baseURL: platform.url, viewport: { width: 1280, height: 900 } })
    page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(salon.owner.email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  /** The colour in the middle of what is shown, as CSS writes it. */
  const colourOf = (selector: string) =>
    page.evaluate(`(() => {
      const shown = document.querySelector(${JSON.stringify(selector)})
      const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
      const pen = canvas.getContext('2d')
      const [w, h] = [shown.naturalWidth ?? shown.width, shown.naturalHeight ?? shown.height]
      pen.drawImage(shown, w / 2, h / 2, 1, 1, 0, 0, 1, 1)
      const [r, , b] = pen.getImageData(0, 0, 1, 1).data
      return r > 200 && b < 80 ? 'red' : b > 200 && r < 80 ? 'blue' : 'neither'
    })()`)

  it('is chosen, cut with the keyboard alone, shown in the menu and to the others, and removed', async () => {
    const note = await salon.client.post('/api/crm/contacts', { firstName: 'Mia' })
    await salon.client.post('/api/crm/notes', { body: 'Likes tea', contactId: note.body.id })
    await page.goto('/profile')
    await page.getByLabel('A picture of you').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: picture })
    const dialog = page.getByRole('dialog', { name: 'Your picture' })
    await dialog.getByLabel('Left or right').focus()
    expect(await askAxe(page)).toEqual([])
    await page.keyboard.press('End')
    await expect.poll(() => colourOf('[role=dialog] canvas')).toBe('blue')
    await page.keyboard.press('Home')
    await expect.poll(() => colourOf('[role=dialog] canvas')).toBe('red')
    await dialog.getByRole('button', { name: 'Use this picture' }).click()
    await page.getByText('Your picture is saved').waitFor()
    await expect.poll(() => colourOf('fieldset img')).toBe('red')

    for (const path of ['/members', `/crm/contacts/${note.body.id}?tab=notes`, `/crm/contacts/${note.body.id}`]) {
      await page.goto(`/w/${salon.slug}${path}`)
      await expect.poll(() => page.locator('main img[src^="blob:"]').count()).toBeGreaterThan(0)
      expect(await askAxe(page)).toEqual([])
    }
    await expect.poll(() => page.locator('nav img[src^="blob:"], aside img[src^="blob:"]').count()).toBeGreaterThan(0)
    const { data } = (await ben.get('/api/members')).body
    const { pictureUrl } = data.find(({ id }: { id: string }) => id === salon.owner.id)
    expect((await ben.get(pictureUrl)).headers.get('content-type')).toBe('image/webp')

    await page.goto('/profile')
    await page.getByRole('button', { name: 'Remove', exact: true }).first().click()
    await page.getByText('Your picture is removed').waitFor()
    await expect.poll(() => page.locator('fieldset img').count()).toBe(0)
  }, 120_000)

  it('is refused in plain words when the file is no picture', async () => {
    await page.goto('/profile')
    await page
      .getByLabel('A picture of you')
      .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
    await page.getByText('This file is not a picture. Choose a PNG, JPEG or WebP file').waitFor()
  })
})
