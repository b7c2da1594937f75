import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { takeBack } from '../tools/testing/by-keyboard.ts'
import { addMember, goodPassword, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { uploadInterrupted } from '../tools/testing/interrupted-upload.ts'
import { type S3StandIn, startS3StandIn } from '../tools/testing/s3-stand-in.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

const megabyte = 1024 ** 2
const partSize = 8 * megabyte
/** One grey pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

describe('files in a browser', () => {
  let platform: TestPlatform
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let salon: Workspace
  let folder: string
  let s3: S3StandIn

  beforeAll(async () => {
    s3 = await startS3StandIn()
    ;[platform, browser, folder] = await Promise.all([
      startTestPlatform({
        database: 'pglite',
        web: true,
        settings: { UPLOAD_ORIGINS: s3.url, WEBHOOK_ALLOW_PRIVATE: 'loopback' },
      }),
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
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
    await s3?.stop()
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })

  const open = async (query = '') => {
    await page.goto(`/w/${salon.slug}/storage/files${query}`)
    await page.getByRole('heading', { level: 1, name: 'Files' }).waitFor()
  }

  it('are missed in plain words at a contact, a company and a deal, with the way to connect them', async () => {
    const add = async (kind: string, body: object) => (await salon.client.post(`/api/crm/${kind}`, body)).body.id
    const paths = [
      `contacts/${await add('contacts', { firstName: 'Mia', lastName: 'Sol' })}`,
      `companies/${await add('companies', { name: 'Sol & Co' })}`,
      `deals/${await add('deals', { title: 'Party' })}`,
    ]
    for (const path of paths) {
      await page.goto(`/w/${salon.slug}/crm/${path}`)
      const panel = page.getByRole('region', { name: 'Files' })
      await panel.getByText('Pictures and documents can be kept here as soon as Files is connected.').waitFor()
      expect(await askAxe(page)).toEqual([])
      await panel.getByRole('link', { name: 'Go to Connections' }).click()
      await page.getByRole('button', { name: 'Close Files' }).waitFor()
    }
  })

  it('are connected with one press, without any settings', async () => {
    await page.goto(`/w/${salon.slug}/connectors`)
    await page.getByRole('button', { name: 'Connect Files' }).click()
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('navigation').getByRole('link', { name: 'Files' }).click()
    await page.getByRole('heading', { name: 'No files yet' }).waitFor()
  })

  it('survive a pause, a reload and a lost network on their way, byte for byte', async () => {
    await open()
    const arrived = await uploadInterrupted({ page, context, folder, bytes: 25 * megabyte, api: salon.client })
    expect(arrived.sha256).toBe(arrived.expected)
    expect(arrived.takenTwice).toEqual([])
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
    await page.getByText('The file has its new name').waitFor()
    await page.getByLabel('Search files').fill('salon')
    await page.getByRole('button', { name: 'Front of the salon.png', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('img', { name: 'Front of the salon.png' }).waitFor()
    await expect.poll(() => page.evaluate(`document.querySelector('[role=dialog] img')?.naturalWidth`)).toBe(1)
    expect(await askAxe(page)).toEqual([])
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Actions for Front of the salon.png' }).click()
    await page.getByRole('menuitem', { name: 'Share for a while' }).click()
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    const link = await dialog.locator('code').textContent()
    const stranger = await browser.newContext()
    const opened = await stranger.request.get(String(link))
    expect([opened.status(), (await opened.body()).equals(picture)]).toEqual([200, true])
    await stranger.close()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Actions for Front of the salon.png' }).click()
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: /^Actions for/ }).count()).toBe(0)
    await takeBack(page)
    await page.getByRole('button', { name: 'Actions for Front of the salon.png' }).waitFor()
  })

  it('stand at a contact: added, opened, deleted and put back, and those of others come by themselves', async () => {
    const contact = (await salon.client.post('/api/crm/contacts', { firstName: 'Ida', lastName: 'Noll' })).body
    await page.goto(`/w/${salon.slug}/crm/contacts/${contact.id}`)
    const panel = page.getByRole('region', { name: 'Files' })
    await panel.getByText('No files yet.').waitFor()
    await panel
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'colour.png', mimeType: 'image/png', buffer: picture })
    await panel.getByRole('button', { name: 'colour.png', exact: true }).waitFor()
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      panel.getByRole('button', { name: 'colour.png', exact: true }).click(),
    ])
    await tab.waitForURL(/\/api\/public\//)
    await tab.close()
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      panel
        .getByRole('button', { name: 'Actions for colour.png' })
        .click()
        .then(() => page.getByRole('menuitem', { name: 'Download' }).click()),
    ])
    expect(saved.suggestedFilename()).toBe('colour.png')
    await panel.getByRole('button', { name: 'Actions for colour.png' }).click()
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
    await panel.getByText('No files yet.').waitFor()
    await takeBack(page)
    await panel.getByRole('button', { name: 'colour.png', exact: true }).waitFor()

    const member = await addMember(salon, await signUp(platform.client, 'Ben Kim'), 'member')
    const subject = `contact:${contact.id}`
    const body = { name: 'by-ben.png', type: 'image/png', size: picture.length, subject }
    const { id } = (await member.post('/api/storage/uploads', body)).body
    const signed = (await member.post(`/api/storage/uploads/${id}/sign`, { method: 'PUT' })).body
    await fetch(new URL(signed.url, platform.url), { method: 'PUT', headers: signed.headers, body: picture })
    expect((await member.post(`/api/storage/uploads/${id}/confirm`)).status).toBe(200)
    await panel.getByRole('button', { name: 'by-ben.png', exact: true }).waitFor()
    expect(await askAxe(page)).toEqual([])
  })

  it('go straight from the browser to a bucket of one’s own, where the operator allows it', async () => {
    const store = {
      enabled: true,
      settings: { store: 's3', endpoint: s3.url, region: s3.region, bucket: s3.bucket, accessKeyId: s3.accessKeyId },
      secrets: { secret_access_key: s3.secretAccessKey },
    }
    expect((await salon.client.put('/api/connectors/storage', store)).status).toBe(200)
    await open()
    const origins: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'PUT') origins.push(new URL(request.url()).origin)
    })
    const bytes = randomBytes(partSize + 1000)
    await page.locator('input[type=file]').first().setInputFiles({ name: 'straight.bin', mimeType: '', buffer: bytes })
    await page.getByRole('button', { name: 'straight.bin', exact: true }).waitFor()
    expect(origins).toEqual([s3.url, s3.url])
    expect([...s3.objects.values()].map((object) => object.bytes.equals(bytes))).toEqual([true])
    expect(s3.refusals).toEqual([])
    await salon.client.put('/api/connectors/storage', { settings: { store: 'builtin' } })
  })

  it('say in plain words when there is no room for one', async () => {
    await platform.owner.query('update storage.room set stored = stored + $2 where tenant_id = $1', [
      salon.id,
      1024 ** 3,
    ])
    await open()
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'late.png', mimeType: 'image/png', buffer: picture })
    await page.getByText('There is no room left for this file; delete some or choose a bigger plan').waitFor()
    await page.getByRole('button', { name: 'Dismiss late.png' }).click()
    await platform.owner.query('update storage.room set stored = stored - $2 where tenant_id = $1', [
      salon.id,
      1024 ** 3,
    ])
  })

  it('stand in a page that axe finds no fault with, light and dark, narrow and wide, as pictures and as a list', async () => {
    const found: Record<string, unknown> = {}
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 320],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      for (const query of ['', '?view=list', '?state=deleted', '?q=nothing']) {
        await open(query)
        await page.waitForLoadState('networkidle')
        const wrong = await askAxe(page)
        if (wrong.length > 0) found[`${colorScheme} ${width} ${query}`] = wrong
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        if (Number(overflow) > 0) found[`${width} ${query} is wider than the screen`] = overflow
      }
    }
    expect(found).toEqual({})
  }, 120_000)
})
