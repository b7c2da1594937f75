import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PushService, startPushService } from '../plugins/push/testing/push-service.ts'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { settled, startBrowser } from '../tools/testing/browser.ts'
import { testCertificates } from '../tools/testing/certificates.ts'
import { addMember, type Client, makeWorkspace, type Person, signUp, type Workspace } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'
import { blockNotifications, clickNotification, isFocused, shownTitles, standInForPush } from './in-page.js'

/** A page waits for a quiet moment before it listens, and a busy machine has few. */
const listens = { timeout: 30_000, interval: 100 }

describe('notifications in the workspace', () => {
  let platform: TestPlatform
  let service: PushService
  let browser: Browser
  let salon: Workspace
  let ben: Person
  let bens: Client
  let context: BrowserContext

  beforeAll(async () => {
    process.env.NODE_EXTRA_CA_CERTS = (await testCertificates()).authorityFile
    service = await startPushService()
    const settings = { WEBHOOK_ALLOW_PRIVATE: 'loopback', PUSH_HOSTS: service.host }
    ;[platform, browser] = await Promise.all([
      startTestPlatform({ database: 'pglite', web: true, settings }),
      startBrowser(),
    ])
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    ben = await signUp(platform.client, 'Ben Berg')
    bens = await addMember(salon, ben, 'member')
    context = await browser.newContext({ baseURL: platform.url, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(ben.email)
    await page.getByLabel('Password').fill(ben.password)
    await page.keyboard.press('Enter')
    await page.waitForURL(/workspaces|\/w\//)
    await page.close()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
    await service?.stop()
  })

  const open = async (path: string, page?: Page): Promise<Page> => {
    page ??= await context.newPage()
    await page.goto(`/w/${salon.slug}${path}`)
    await settled(page)
    return page
  }
  const bellOf = (page: Page) => page.locator('header, nav').getByRole('button', { name: /^Notifications/ })
  const assign = (title: string) => salon.client.post('/api/crm/tasks', { title, assigneeId: ben.id })
  const choiceOf = async (id: string) =>
    (await bens.get('/api/notifications/choices')).body.kinds.find((kind: { id: string }) => kind.id === id)

  it('ring the bell at once when somebody else gives a task, and lead to it', async () => {
    const page = await context.newPage()
    const listening = page.waitForRequest((request) => new URL(request.url()).pathname === '/api/live')
    await open('/crm/overview', page)
    const bell = bellOf(page).filter({ visible: true })
    expect(await bell.getAttribute('aria-label')).toBe('Notifications')
    await listening
    const task = await assign('Order paint')
    await expect.poll(() => bell.getAttribute('aria-label'), listens).toBe('Notifications, 1 unread')
    await assign('Call Mr Kern')
    await expect.poll(() => bell.getAttribute('aria-label'), listens).toBe('Notifications, 2 unread')

    await bell.click()
    const panel = page.getByRole('dialog', { name: 'Notifications' })
    await panel.getByRole('link', { name: /Call Mr Kern/ }).waitFor()
    expect(new URL(page.url()).searchParams.get('bell')).toBe('1')
    await panel.getByRole('link', { name: /New: Anna Berg gave you a task: Order paint/ }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('task')).toBe(task.body.id)
    await expect.poll(() => page.getByLabel('What is to do?').inputValue()).toBe('Order paint')
    await page.keyboard.press('Escape')
    await expect.poll(() => bell.getAttribute('aria-label'), listens).toBe('Notifications, 1 unread')

    // Read in one place, read in the other.
    const other = await open('/notifications?show=unread')
    await other.getByRole('button', { name: 'Mark as read: Anna Berg gave you a task: Call Mr Kern' }).click()
    await other.getByText('You have read everything').waitFor()
    await expect.poll(() => bell.getAttribute('aria-label'), listens).toBe('Notifications')
    await Promise.all([page.close(), other.close()])
  }, 120_000)

  it('say what is not connected, and where to connect it', async () => {
    const page = await open('/notifications/choices')
    await page.getByText('Notifications on devices are not connected in this workspace.').waitFor()
    await page.getByText('An owner or manager can connect them under Connections.').waitFor()
    expect(await page.getByLabel('On my devices').first().isDisabled()).toBe(true)
    await page.close()
  }, 60_000)

  it('are chosen by keyboard alone, and stay chosen', async () => {
    const page = await open('/notifications/choices')
    const row = page.getByRole('group', { name: 'A deal is given to you' })
    const [inApp, mail] = [row.getByLabel('In the workspace'), row.getByLabel('Mail')]
    await page.getByRole('heading', { level: 1 }).focus()
    for (let stop = 0; stop < 60 && !(await inApp.evaluate(isFocused)); stop++) await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.getByText('Saved').waitFor({ state: 'attached' })
    await page.keyboard.press('Tab')
    expect(await mail.evaluate(isFocused)).toBe(true)
    await page.keyboard.press('Home')
    await expect.poll(() => choiceOf('crm.deal_assigned')).toMatchObject({ inApp: false, mail: 'now' })
    await page.reload()
    await settled(page)
    expect(await inApp.isChecked()).toBe(false)
    expect(await mail.inputValue()).toBe('now')
    await page.getByLabel('Comes at').fill('06:45')
    await page.getByLabel('Comes at').press('Tab')
    await expect.poll(async () => (await bens.get('/api/notifications/choices')).body.at).toBe('06:45')
    await page.close()
  }, 60_000)

  it('come to the device, when the person turned them on there, and lead to their page', async () => {
    await salon.client.put('/api/connectors/push', { enabled: true })
    const subscription = service.subscribe()
    await context.grantPermissions(['notifications'], { origin: platform.url })
    await context.addInitScript(standInForPush, subscription)
    const page = await open('?bell=1')
    const panel = page.getByRole('dialog', { name: 'Notifications' })
    await panel.getByText('Shall we tell you on this device too').waitFor()
    await panel.getByRole('link', { name: 'How you are told' }).click()
    await page.getByRole('button', { name: 'Turn on for this device' }).click()
    await page.getByText('Notifications are on for this device.').waitFor()
    await page.getByText('This device', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await expect.poll(() => service.received(subscription).length, listens).toBe(1)

    const task = await assign('Sweep the floor')
    await expect.poll(() => service.received(subscription).length, listens).toBe(2)
    const payload = JSON.stringify(service.received(subscription)[1]?.payload)
    await deliver(context, page, payload)
    await expect.poll(() => page.evaluate(shownTitles), listens).toContain('Anna Berg gave you a task: Sweep the floor')
    const worker = context.serviceWorkers().find((each) => each.url().endsWith('/sw.js'))
    await worker?.evaluate(clickNotification, 'Anna Berg gave you a task: Sweep the floor')
    await expect.poll(() => new URL(page.url()).searchParams.get('task'), listens).toBe(task.body.id)

    await page.goto(`/w/${salon.slug}/notifications/choices`)
    await page.getByRole('button', { name: 'Turn off for this device' }).click()
    await page.getByRole('button', { name: 'Turn on for this device' }).waitFor()
    await expect.poll(async () => (await bens.get('/api/push/devices')).body.data).toEqual([])
    await page.close()
  }, 120_000)

  it('say in plain words when the browser blocks them', async () => {
    const blocked = await browser.newContext({
      baseURL: platform.url,
      storageState: await context.storageState(),
      permissions: [],
    })
    await blocked.addInitScript(blockNotifications)
    const page = await blocked.newPage()
    await page.goto(`/w/${salon.slug}/notifications/choices`)
    await page.getByText('Your browser blocks notifications of this page.').waitFor()
    await blocked.close()
  }, 60_000)

  it('have no fault that axe finds, wide and narrow, light and dark', async () => {
    await bens.post('/api/push/devices', service.subscribe())
    await assign('One that is unread')
    const page = await context.newPage()
    for (const width of [1280, 320])
      for (const colorScheme of ['light', 'dark'] as const)
        for (const path of ['/notifications', '/notifications/choices', '?bell=1']) {
          await page.setViewportSize({ width, height: 800 })
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          await page.goto(`/w/${salon.slug}${path}`)
          await settled(page)
          await page
            .getByText(path.endsWith('choices') ? 'A deal is given to you' : 'One that is unread')
            .first()
            .waitFor()
          expect(await askAxe(page), `${path} ${width} ${colorScheme}`).toEqual([])
        }
    await page.close()
  }, 180_000)
})

/** Hands a message to the service worker, as the browser does when one has come. */
async function deliver(context: BrowserContext, page: Page, data: string): Promise<void> {
  const session = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL.includes('/push/'))
      if (found !== undefined) resolve(found.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: new URL(page.url()).origin,
    registrationId: await registered,
    data,
  })
}
