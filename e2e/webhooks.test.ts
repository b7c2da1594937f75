import type { Browser, Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Receiver, startReceiver } from '../kernel/webhooks/testing/receiver.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { goodPassword, makeWorkspace, type Workspace } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

describe('an owner who connects another program by a webhook', () => {
  let platform: TestPlatform
  let browser: Browser
  let receiver: Receiver
  let page: Page
  let salon: Workspace
  let secret: string

  beforeAll(async () => {
    const settings = { WEBHOOK_ALLOW_PRIVATE: 'loopback' }
    ;[platform, browser, receiver] = await Promise.all([
      startTestPlatform({ database: 'pglite', web: true, settings }),
      startBrowser(),
      startReceiver(),
    ])
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    page = await (await browser.newContext({ baseURL: platform.url, viewport: { width: 1440, height: 900 } })).newPage()
    await page.goto(`/sign-in?next=/w/${salon.slug}/webhooks`)
    await page.getByLabel('Email').fill(salon.owner.email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor()
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await receiver?.close()
    await platform?.stop()
  })

  it('chooses what it is told, and sees the secret once', async () => {
    await page.getByRole('button', { name: 'Add a webhook' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Address').fill('nowhere')
    await dialog.getByText('Only what I choose').click()
    await dialog.getByRole('button', { name: 'Add it' }).click()
    await dialog.getByText('Choose at least one kind of event').waitFor()
    await dialog.getByText(/^Contact \d/).click()
    await dialog.getByLabel('Contact created').check()
    await dialog.getByRole('button', { name: 'Add it' }).click()
    await expect.poll(() => dialog.getByLabel('Address').getAttribute('aria-invalid')).toBe('true')
    await dialog.getByLabel('Address').fill(receiver.url)
    await dialog.getByRole('button', { name: 'Add it' }).click()
    secret = (await page.getByText(/^whsec_/).textContent()) ?? ''
    await page.reload()
    await page.getByRole('link', { name: /Contact created/ }).waitFor()
    expect(await page.getByText(/whsec_/).count()).toBe(0)
    const { events } = (await salon.client.get('/api/webhooks')).body.data[0]
    expect(events).toEqual(['crm.contact.created'])
  })

  it('sends a test, reads the request and the answer, and sends it again', async () => {
    await page.getByRole('link', { name: /Contact created/ }).click()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('Delivered', { exact: true }).last().waitFor()
    const [first] = receiver.received
    if (first === undefined) throw new Error('Nothing came')
    expect(new Webhook(secret).verify(first.body, first.headers as Record<string, string>)).toMatchObject({
      type: 'webhook.tested',
    })
    await page.getByText(/^Request and answer/).click()
    await page.getByText(/webhook-signature: v1,/).waitFor()
    await page.getByRole('button', { name: /^Send again: Webhook tested/ }).click()
    await expect.poll(() => receiver.received.length).toBe(2)
    expect(receiver.received[1]?.headers['webhook-id']).toBe(first.headers['webhook-id'])
  })

  it('hears of what it asked for, and of nothing once it is switched off', async () => {
    const add = async (firstName: string) =>
      `contact:${(await salon.client.post('/api/crm/contacts', { firstName })).body.id}`
    const heard = () => receiver.received.map(({ event }) => event.subject)
    const berta = await add('Berta')
    await expect.poll(heard).toContain(berta)
    await page.getByRole('switch', { name: 'Send messages' }).uncheck()
    await page.getByText('The webhook is off').waitFor()
    const carl = await add('Carl')
    await page.getByRole('switch', { name: 'Send messages' }).check()
    await page.getByText('The webhook is on').waitFor()
    const dora = await add('Dora')
    await expect.poll(heard).toContain(dora)
    expect(heard()).not.toContain(carl)
  })

  it('replaces the secret, and deletes the webhook after a question', async () => {
    await page.getByRole('button', { name: 'More to do with this webhook' }).click()
    await page.getByRole('menuitem', { name: 'Replace the secret' }).click()
    await page.getByRole('button', { name: 'Make the new secret' }).click()
    const fresh = await page.getByText(/^whsec_/).textContent()
    expect(fresh).not.toBe(secret)
    await page.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('button', { name: 'More to do with this webhook' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor()
    expect((await salon.client.get('/api/webhooks')).body.data).toEqual([])
  })
})
