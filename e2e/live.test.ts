import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailedToken } from '../kernel/request/testing/replies.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { addMember, makeWorkspace, type Person, signUp, type Workspace } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

/** A page waits for a quiet moment before it listens, and a busy machine has few. */
const listens = { timeout: 30_000, interval: 100 }

describe('a workspace that several people have open', () => {
  let platform: TestPlatform
  let browser: Browser
  let salon: Workspace
  const contexts: BrowserContext[] = []

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    salon = await makeWorkspace(platform.client, { name: 'Salon Anna' })
  }, 120_000)
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    await browser?.close()
    await platform?.stop()
  })

  /** A browser of their own, signed in. */
  async function browserOf(person: Person): Promise<BrowserContext> {
    const context = await browser.newContext({ baseURL: platform.url })
    contexts.push(context)
    const page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/workspaces')
    await page.close()
    return context
  }
  const streamsOf = (context: BrowserContext) => {
    const opened: string[] = []
    context.on('request', (request) => {
      if (new URL(request.url()).pathname === '/api/live') opened.push(request.url())
    })
    return opened
  }
  const open = async (context: BrowserContext, path: string, title: string): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(`/w/${salon.slug}${path}`)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    return page
  }

  it('shows each what the others do, in all of their tabs, over one stream', async () => {
    const colleague = await signUp(platform.client, 'Bert Berg')
    await addMember(salon, colleague, 'admin')
    const context = await browserOf(colleague)
    const streams = streamsOf(context)
    const people = await open(context, '/members', 'People')
    const settings = await open(context, '/settings', 'Settings')
    await expect.poll(() => streams.length, listens).toBe(1)

    await salon.client.post('/api/invitations', { email: 'newcomer@example.com', role: 'member' })
    await people.getByText('newcomer@example.com').waitFor()
    await salon.client.patch('/api/tenant', { name: 'Salon Anna and Bert' })
    await expect
      .poll(() => settings.getByLabel('Name', { exact: true }).inputValue(), listens)
      .toBe('Salon Anna and Bert')

    // The tab that reads for both goes: the other one goes on where it stood.
    await people.close()
    await salon.client.patch('/api/tenant', { name: 'Salon Anna' })
    await expect.poll(() => settings.getByLabel('Name', { exact: true }).inputValue(), listens).toBe('Salon Anna')
  }, 120_000)

  it('tells a tab that is still loading what happened meanwhile', async () => {
    const colleague = await signUp(platform.client, 'Cora Cohn')
    await addMember(salon, colleague, 'admin')
    const context = await browserOf(colleague)
    const streams = streamsOf(context)
    const people = await open(context, '/members', 'People')
    await expect.poll(() => streams.length, listens).toBe(1)

    // The answer that the frame waits for was read before the change, and arrives after the first tab has heard of it.
    const late = await context.newPage()
    const isHeld = Promise.withResolvers<void>()
    const change = Promise.withResolvers<void>()
    let isFirst = true
    await late.route('**/api/tenant/access', async (route) => {
      const answer = await route.fetch()
      if (isFirst) {
        isFirst = false
        isHeld.resolve()
        await change.promise
      }
      await route.fulfill({ response: answer })
    })
    await late.goto(`/w/${salon.slug}/settings`)
    await isHeld.promise
    await salon.client.patch('/api/tenant', { name: 'Salon Anna and Cora' })
    await people.getByRole('navigation').getByText('Salon Anna and Cora').waitFor()
    change.resolve()
    await expect.poll(() => late.getByLabel('Name', { exact: true }).inputValue(), listens).toBe('Salon Anna and Cora')
    await salon.client.patch('/api/tenant', { name: 'Salon Anna' })
    await expect.poll(() => late.getByLabel('Name', { exact: true }).inputValue(), listens).toBe('Salon Anna')
  }, 120_000)

  it('shows no more to somebody who is removed', async () => {
    const guest = await signUp(platform.client, 'Gus Gast')
    await addMember(salon, guest, 'viewer')
    const context = await browserOf(guest)
    const streams = streamsOf(context)
    const people = await open(context, '/members', 'People')
    await expect.poll(() => streams.length, listens).toBe(1)
    expect((await salon.client.delete(`/api/members/${guest.id}`)).status).toBe(204)
    await expect.poll(() => people.getByText('There is no such workspace for you').count(), listens).toBe(1)
  }, 120_000)

  it('lets somebody who is invited join from the menu of their workspaces', async () => {
    const carla = await signUp(platform.client, 'Carla Cruz')
    const token = await mailedToken(platform.client, carla.email, 'Confirm')
    await carla.client.post('/api/auth/email/verify', { token })
    const own = await makeWorkspace(platform.client, { owner: carla, name: 'Carla’s place' })
    await salon.client.patch('/api/tenant', { name: 'Salon Anna' })
    await salon.client.post('/api/invitations', { email: carla.email, role: 'viewer' })
    const context = await browserOf(carla)
    const page = await context.newPage()
    await page.goto(`/w/${own.slug}`)
    await page
      .getByRole('button', { name: /Carla’s place 1 invitation/ })
      .first()
      .click()
    await page.getByText('Anna Berg invites you to Salon Anna as Viewer.').waitFor()
    await page.getByRole('menuitem', { name: 'Join Salon Anna' }).click()
    await expect.poll(() => page.locator('header, nav').getByText('Salon Anna').count(), listens).toBeGreaterThan(0)
    expect((await carla.client.get('/api/me')).body.invitations).toEqual([])
  }, 120_000)
})
