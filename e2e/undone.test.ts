import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../kernel/sdk/new-id.ts'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { goodPassword, makeWorkspace, type Workspace } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

describe('what a module could not do', () => {
  let platform: TestPlatform
  let browser: Browser
  let page: Page
  let salon: Workspace

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    page = await (await browser.newContext({ baseURL: platform.url, viewport: { width: 1280, height: 900 } })).newPage()
    await page.goto(`/sign-in?next=/w/${salon.slug}/webhooks`)
    await page.getByLabel('Email').fill(salon.owner.email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor()
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  /** Jobs that nobody knows any more: tried again, they are done with at once. */
  const giveUp = async (...names: string[]) => {
    for (const name of names)
      await platform.owner.query(
        `insert into kernel.jobs (tenant_id, id, plugin_id, name, payload, due_at, actor, request_id, attempts, last_error, dead_at)
         values ($1, $2, 'crm', $3, '{}', now(), 'system', 'a-request', 10, 'The list was not there (crm.notFound)', now())`,
        [salon.id, newId(), name],
      )
  }
  const left = async () =>
    (await platform.owner.query('select name from kernel.jobs where tenant_id = $1 order by name', [salon.id])).map(
      ({ name }) => name,
    )
  const open = async (query = '') => {
    await page.goto(`/w/${salon.slug}/undone${query}`)
    await page.getByRole('heading', { level: 1, name: 'Not done' }).waitFor()
  }

  it('is nothing at first, and says so', async () => {
    await page.getByRole('link', { name: 'What was not done' }).click()
    await page.getByRole('heading', { name: 'Everything was done' }).waitFor()
  })

  it('stands there with its reason, and is tried again one by one', async () => {
    await giveUp('sendFirst', 'sendSecond')
    await open()
    const row = page.getByRole('listitem').filter({ hasText: 'Send first' })
    await row.getByText('Tried 10 times. The list was not there (crm.notFound).').waitFor()
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 320],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      expect(await askAxe(page)).toEqual([])
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate(overflow)).toBe(0)
      if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/undone-${width}.png` })
    }
    await row.getByRole('button', { name: /^Try again/ }).click()
    await expect.poll(() => row.count()).toBe(0)
    await expect.poll(left).toEqual(['sendSecond'])
  })

  it('is tried again all of a time', async () => {
    await giveUp('sendThird')
    await open()
    await page.getByRole('button', { name: 'Try again from a time' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Tried again now: 2 of them').waitFor()
    await expect.poll(left).toEqual([])
    await page.getByRole('heading', { name: 'Everything was done' }).waitFor()
  })

  it('is nothing that a viewer sees, nor touches', async () => {
    const { body } = await salon.client.post('/api/api-keys', { name: 'Till', permissions: ['tenant.read'] })
    const till = platform.client.with({ authorization: `Bearer ${body.key}` })
    expect((await till.get('/api/deliveries')).status).toBe(403)
    expect((await till.post('/api/deliveries/replay', { ids: [newId()] })).status).toBe(403)
  })
})
