import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settled, startBrowser } from '../tools/testing/browser.ts'
import { goodPassword, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { type Filled, fillWorkspace } from '../tools/testing/fill-workspace.ts'
import { type FilledRepairs, fillShoeRepair, publishShoeRepair } from '../tools/testing/publish-shoe-repair.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

/** A picture that cannot load, whose failure runs a script: text, wherever it is shown. Tags and names have room for it. */
const attack = (text: string) => `${text}<img src=x onerror=owned=1>`

describe('markup in what people write', () => {
  let platform: TestPlatform
  let browser: Browser
  let page: Page
  let salon: Workspace
  let filled: Filled
  let repaired: FilledRepairs

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    const owner = await signUp(platform.client, attack('Anna'))
    salon = await makeWorkspace(platform.client, { owner, modules: ['crm'] })
    filled = await fillWorkspace(salon.client, attack)
    await publishShoeRepair(salon.client, { say: attack })
    repaired = await fillShoeRepair(salon.client, attack)
    page = await (await browser.newContext({ baseURL: platform.url })).newPage()
    await page.goto(`/sign-in?next=/w/${salon.slug}`)
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).waitFor()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  it('is seen by the test when a page takes it for markup', async () => {
    await page.goto('/api/docs')
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="owned=1">')`)
    expect(await traces(page)).not.toEqual([])
  })

  it('is shown as text on every page, and nothing of it runs', async () => {
    await page.goto(`/w/${salon.slug}`)
    await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).waitFor()
    const links = await page.getByRole('navigation').getByRole('link').all()
    const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')))
    const inside = [
      `/crm/contacts/${filled.contactId}`,
      `/crm/companies/${filled.companyId}`,
      `/crm/deals/${filled.dealId}`,
      `/webhooks/${filled.webhookId}`,
      '/modules/crm',
      '/marketplace/shoe_repair',
      '/plugins/shoe_repair',
      '/plugins/shoe_repair?tab=settings',
      '/plugins/shoe_repair?tab=people',
      '/plugins/shoe_repair?uninstall=1',
      '/publisher',
      `/shoe_repair/repairs?do=b3.1.${repaired.repairId}`,
      '/shoe_repair/new',
      `/shoe_repair/repairs/${repaired.repairId}`,
      '?keys=1',
    ].map((path) => `/w/${salon.slug}${path}`)
    const found: Record<string, string[]> = {}
    let shown = 0
    for (const path of [...hrefs.map((href) => href ?? ''), ...inside, '/workspaces', '/profile']) {
      await page.goto(path)
      await settled(page)
      const wrong = await traces(page)
      if (wrong.length > 0) found[path] = wrong
      if ((await page.locator('body').textContent())?.includes('<img src=x onerror=owned=1>')) shown += 1
    }
    expect(found).toEqual({})
    expect(shown).toBeGreaterThan(10)
  }, 120_000)

  it('is text in the pages that the Worker writes itself: captured mail', async () => {
    const html = await (await fetch(`${platform.url}/mail`)).text()
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toContain('<img src=x')
  })
})

/** What is left where markup was taken for markup: the variable that it sets, or the element that it makes. */
async function traces(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[
    ...(typeof owned === 'undefined' ? [] : ['a script ran']),
    ...[...document.querySelectorAll('img[src="x"], script:not([src])')].map((each) => each.outerHTML),
  ]`)
}
