import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../tools/testing/browser.ts'
import { addMember, goodPassword, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

const run = promisify(execFile)
const mailPassword = 'sesame-that-nobody-reads'

describe('an owner who runs a workspace', () => {
  let platform: TestPlatform
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let salon: Workspace

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    salon = await makeWorkspace(platform.client, { modules: ['crm'] })
    context = await browser.newContext({ baseURL: platform.url, acceptDownloads: true, colorScheme: 'light' })
    page = await context.newPage()
    await page.goto(`/sign-in?next=/w/${salon.slug}`)
    await page.getByLabel('Email').fill(salon.owner.email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /Hello/ }).waitFor()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  const open = async (path: string, title: string) => {
    await page.goto(`/w/${salon.slug}${path}`)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }

  it('makes an API key, sees it once, and the line for the terminal works as it stands', async () => {
    await open('/api-keys', 'API keys')
    await page.getByRole('button', { name: 'Make a key' }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('Our website')
    await page.getByRole('button', { name: 'Make the key' }).click()
    const line = (await page.locator('code', { hasText: /^curl / }).textContent()) ?? ''
    const [, url = '', header = ''] = /^curl (\S+) -H "([^"]+)"$/.exec(line) ?? []
    expect(header).toMatch(/^Authorization: Bearer dpf_live_/)
    const { stdout } = await run('curl', ['--silent', '--write-out', '\n%{http_code}', url, '-H', header])
    expect(stdout.trim().split('\n').at(-1)).toBe('200')
    await page.getByRole('button', { name: 'I have kept it' }).click()
    await page.reload()
    await page.getByText('Our website').first().waitFor()
    expect(await page.content()).not.toContain(header.split(' ').at(-1))
  })

  it('sees a new role at once, and the old one again with the number of the request when it is refused', async () => {
    const bert = await signUp(platform.client, 'Bert Berg')
    await addMember(salon, bert, 'viewer')
    await open('/members', 'People')
    const role = page.getByLabel('Role of Bert Berg')
    const held = Promise.withResolvers<void>()
    await page.route('**/api/members/*', async (route) => {
      await held.promise
      const body = { type: 'x/problems/kernel.failed', title: 'It did not work', instance: 'urn:request:abc-123' }
      await route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(body) })
    })
    await role.selectOption({ label: 'Manager' })
    expect(await role.inputValue()).toBe('admin')
    held.resolve()
    await page.getByText('It did not work. Try again in a moment').waitFor()
    expect(await page.getByText('send us this number: abc-123').count()).toBe(1)
    await expect.poll(() => role.inputValue()).toBe('viewer')
    await page.unroute('**/api/members/*')
    await role.selectOption({ label: 'Manager' })
    await page.getByText('Bert Berg is now Manager').waitFor()
    const { data } = (await salon.client.get('/api/members')).body
    expect(data.find(({ id }: { id: string }) => id === bert.id)?.role).toBe('admin')
  })

  it('connects a service, tests it, never reads its password again, and disconnects it', async () => {
    await open('/connectors', 'Connections')
    await page.getByRole('button', { name: 'Connect Mail' }).click()
    await page.getByRole('textbox', { name: 'Mail server', exact: true }).fill('127.0.0.1')
    await page.getByLabel('Sender address').fill('salon@example.com')
    await page.locator('input[type=password]').first().fill(mailPassword)
    const answers: Promise<string>[] = []
    page.on('response', (response) => answers.push(response.text().catch(() => '')))
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('The connection does not work.').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Change Mail' }).click()
    await page.getByText('Stored').first().waitFor()
    expect((await Promise.all(answers)).join()).not.toContain(mailPassword)
    expect(await page.content()).not.toContain(mailPassword)
    await page.getByRole('button', { name: 'Disconnect Mail' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
    await page.getByText('Mail is disconnected').waitFor()
    await page.getByRole('button', { name: 'Connect Mail' }).waitFor()
  })

  it('finds in the record what the address asks for, takes it along as a file, and has it checked', async () => {
    await open('/activity', 'Activity')
    await page.getByText('made the API key Our website').waitFor()
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'People' })
    await page.getByText(/Bert Berg joined/).waitFor()
    await expect.poll(() => page.getByText('made the API key Our website').count()).toBe(0)
    expect(new URL(page.url()).searchParams.get('action')).toBe('member.')
    await page.reload()
    await page.getByText(/Bert Berg joined/).waitFor()
    for (const [button, pattern] of [
      ['Table (CSV)', /member\.joined/],
      ['For programs (NDJSON)', /"action":"member\.joined"/],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ])
      const text = await readFile(await download.path(), 'utf8')
      expect(text).toMatch(pattern)
      expect(text).not.toContain('apiKey.created')
    }
    await page.getByRole('button', { name: 'Check the record' }).click()
    await page.getByText(/The record is whole\. All \d+ entries/).waitFor()
  })

  it('reads days and numbers as the workspace writes them', async () => {
    await salon.client.patch('/api/tenant', { language: 'de' })
    await open('/members', 'People')
    await page
      .getByText(/Here since \d{1,2}\.\d{1,2}\.\d{4}/)
      .first()
      .waitFor()
    await salon.client.patch('/api/tenant', { language: 'en' })
    await page
      .getByText(/Here since [A-Z][a-z]{2} \d{1,2}, \d{4}/)
      .first()
      .waitFor()
  })

  it('has the colours that were chosen before any script of the page has run', async () => {
    await open('', 'Hello Anna')
    await page.getByRole('button', { name: 'Anna Berg' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await page.keyboard.press('Escape')
    await page.route('**/static/*.js', (route) => route.abort())
    await page.reload({ waitUntil: 'domcontentloaded' })
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(await background()).toBe('rgb(17, 21, 24)')
    await page.unroute('**/static/*.js')
  })
})
