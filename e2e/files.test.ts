import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../tools/testing/browser.ts'
import { goodPassword, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { uploadInterrupted } from '../tools/testing/interrupted-upload.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

const megabyte = 1024 ** 2
/** One grey pixel. */
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64')

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

describe('files in a browser', () => {
  let platform: TestPlatform
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let salon: Workspace
  let folder: string

  beforeAll(async () => {
    ;[platform, browser, folder] = await Promise.all([
      startTestPlatform({ database: 'pglite', web: true }),
      startBrowser(),
      mkdtemp(join(tmpdir(), 'dpf-files-')),
    ])
    const owner = await signUp(platform.client)
    salon = await makeWorkspace(platform.client, { owner, modules: ['crm'] })
    context = await browser.newContext({ baseURL: platform.url, viewport: { width: 1280, height: 900 } })
    page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })

  const open = async (query = '') => {
    await page.goto(`/w/${salon.slug}/storage/files${query}`)
    await page.getByRole('heading', { level: 1, name: 'Files' }).waitFor()
  }

  it('are connected with one press, without any settings', async () => {
    await page.goto(`/w/${salon.slug}/connectors`)
    const card = page.getByRole('listitem').filter({ hasText: 'Files' })
    await card.getByRole('button', { name: /Connect/ }).click()
    await page.getByRole('button', { name: 'Connect', exact: true }).last().click()
    await page.getByRole('navigation').getByRole('link', { name: 'Files' }).click()
    await page.getByRole('heading', { name: 'No files yet' }).waitFor()
  })

  it('survive a pause, a reload and a lost network on their way, byte for byte', async () => {
    await open()
    const arrived = await uploadInterrupted({ page, context, folder, bytes: 25 * megabyte, api: salon.client })
    expect(arrived.sha256).toBe(arrived.expected)
    expect(arrived.sentTwice).toBeLessThanOrEqual(2)
  }, 120_000)

  it('are found, renamed, shared, deleted and put back', async () => {
    await writeFile(join(folder, 'Façade.png'), picture)
    await open()
    await page.locator('input[type=file]').first().setInputFiles(join(folder, 'Façade.png'))
    await page.getByRole('button', { name: 'Façade.png', exact: true }).waitFor()
    await page.getByLabel('Search files').fill('facade')
    await expect.poll(() => page.getByRole('button', { name: /^Actions for/ }).count()).toBe(1)
    expect(new URL(page.url()).searchParams.get('q')).toBe('facade')

    await page.getByRole('button', { name: 'Actions for Façade.png' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Front of the salon.png')
    await page.keyboard.press('Enter')
    await page.getByLabel('Search files').fill('salon')
    await page.getByRole('button', { name: 'Front of the salon.png', exact: true }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('img', { name: 'Front of the salon.png' }).evaluate('(image) => image.decode().then(() => image.naturalWidth)')).toBe(1)
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Actions for Front of the salon.png' }).click()
    await page.getByRole('menuitem', { name: 'Share for a while' }).click()
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    const link = await dialog.locator('code').innerText()
    const stranger = await browser.newContext()
    const opened = await stranger.request.get(link)
    expect([opened.status(), (await opened.body()).equals(picture)]).toEqual([200, true])
    await stranger.close()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Actions for Front of the salon.png' }).click()
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: /^Actions for/ }).count()).toBe(0)
    await page.keyboard.press('z')
    await page.getByRole('button', { name: 'Actions for Front of the salon.png' }).waitFor()
  })

  it('say in plain words when there is no room for one', async () => {
    await platform.owner.query('update storage.room set stored = stored + $2 where tenant_id = $1', [salon.id, 1024 ** 3])
    await open()
    await page.locator('input[type=file]').first().setInputFiles({ name: 'late.png', mimeType: 'image/png', buffer: picture })
    await page.getByText('There is no room left for this file; delete some or choose a bigger plan').waitFor()
    await page.getByRole('button', { name: 'Dismiss late.png' }).click()
    await platform.owner.query('update storage.room set stored = stored - $2 where tenant_id = $1', [salon.id, 1024 ** 3])
  })

  it('stand in a page that axe finds no fault with, light and dark, narrow and wide, as pictures and as a list', async () => {
    const found: Record<string, unknown> = {}
    for (const [colorScheme, width] of [['light', 1280], ['dark', 320]] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      for (const query of ['', '?view=list', '?state=deleted', '?q=nothing']) {
        await open(query)
        await page.waitForLoadState('networkidle')
        const wrong = await faults(page)
        if (wrong.length > 0) found[`${colorScheme} ${width} ${query}`] = wrong
        const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
        if (Number(overflow) > 0) found[`${width} ${query} is wider than the screen`] = overflow
      }
    }
    expect(found).toEqual({})
  }, 120_000)
})
