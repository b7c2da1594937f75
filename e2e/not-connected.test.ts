import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { addMember, goodPassword, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

/** Every page that a connector brings, and one of its routes. */
const wanted = [
  { id: 'storage', title: 'Files', page: '/storage/files', route: '/api/storage/files' },
  { id: 'email', title: 'Mail', page: '/email/messages', route: '/api/email/messages' },
] as const

describe('with nothing connected', () => {
  let platform: TestPlatform
  let browser: Browser
  let salon: Workspace
  const pages: Record<'owner' | 'viewer', Page> = {} as never

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    const viewer = await signUp(platform.client)
    await addMember(salon, viewer, 'viewer')
    for (const [role, person] of [
      ['owner', salon.owner],
      ['viewer', viewer],
    ] as const) {
      const context = await browser.newContext({ baseURL: platform.url, viewport: { width: 1280, height: 900 } })
      const page = await context.newPage()
      await page.goto(`/sign-in?next=/w/${salon.slug}`)
      await page.getByLabel('Email').fill(person.email)
      await page.getByLabel('Password').fill(goodPassword)
      await page.keyboard.press('Enter')
      await page.getByRole('navigation').getByRole('link', { name: 'Home' }).waitFor()
      pages[role] = page
    }
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  it('is nothing else on: the list of connections says so of each', async () => {
    const { data } = (await salon.client.get('/api/connectors')).body
    const connectors = data as { id: string; title: string; enabled: boolean }[]
    expect(connectors.filter(({ enabled }) => enabled)).toEqual([])
    for (const { id, title } of wanted) expect(connectors.find((each) => each.id === id)?.title).toBe(title)
  })

  it.each(wanted)('the page of $id says what is missing and leads to where it is connected', async (connector) => {
    const page = pages.owner
    await page.goto(`/w/${salon.slug}${connector.page}`)
    await page.getByRole('heading', { level: 1, name: `${connector.title} is not connected` }).waitFor()
    expect(await askAxe(page)).toEqual([])
    await page.getByRole('link', { name: `Connect ${connector.title}` }).click()
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/w/${salon.slug}/connectors`)
    // Its form is open.
    await page.getByRole('button', { name: 'Connect', exact: true }).waitFor()
  })

  it.each(wanted)('whoever may not connect $id is told who can', async (connector) => {
    const page = pages.viewer
    await page.goto(`/w/${salon.slug}${connector.page}`)
    await page.getByRole('heading', { level: 1, name: `${connector.title} is not connected` }).waitFor()
    await page.getByText('An owner or a manager can connect it').waitFor()
    expect(await page.getByRole('link', { name: `Connect ${connector.title}` }).count()).toBe(0)
  })

  it.each(wanted)('the API of $id names what is off and the page where it is connected', async ({ id, route }) => {
    const reply = await salon.client.get(route)
    expect(reply.status).toBe(403)
    expect(reply.body).toMatchObject({
      type: expect.stringContaining('kernel.moduleOff'),
      module: id,
      connect: '/connectors',
    })
  })

  it('a record says what could stand beside it, and where that is connected', async () => {
    const { body } = await salon.client.post('/api/crm/contacts', { firstName: 'Anna' })
    for (const [role, words] of [
      ['owner', 'Go to Connections'],
      ['viewer', 'Owners and managers do that on the page Connections.'],
    ] as const) {
      await pages[role].goto(`/w/${salon.slug}/crm/contacts/${body.id}`)
      const panel = pages[role].getByRole('region', { name: 'Files' })
      await panel.getByText('as soon as Files is connected').waitFor()
      await panel.getByText(words).waitFor()
    }
    await pages.owner.getByRole('region', { name: 'Files' }).getByRole('link').click()
    await pages.owner.getByRole('heading', { level: 1, name: 'Connections' }).waitFor()
    expect(new URL(pages.owner.url()).searchParams.get('open')).toBe('storage')
  })

  it('a module that is off is turned on elsewhere, and its page says where', async () => {
    await salon.client.put('/api/modules/crm', { enabled: false })
    const page = pages.owner
    await page.goto(`/w/${salon.slug}/crm/contacts`)
    await page.getByRole('heading', { level: 1, name: 'This part is turned off' }).waitFor()
    await page.getByRole('link', { name: 'See the modules' }).click()
    await page.getByRole('heading', { level: 1, name: 'Modules' }).waitFor()
  })
})
