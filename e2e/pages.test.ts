import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildForwarder, buildPages } from '../tools/build/build-pages.ts'
import { findFreePort } from '../tools/platform/find-free-port.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { createClient, goodPassword, makeWorkspace, signUp } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

const project = join(import.meta.dirname, '../.cache/cloudflare')
const folder = join(project, 'pages')

describe('the workspace on Cloudflare Pages', () => {
  let platform: TestPlatform
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    await buildPages(project)
    const port = await findFreePort()
    origin = `http://localhost:${port}`
    const pages = { name: 'pages', script: await buildForwarder(), port, assets: folder }
    ;[platform, browser] = await Promise.all([
      startTestPlatform({ database: 'pglite', neighbours: [pages] }),
      startBrowser(),
    ])
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  it('hands everything under /api to the kernel by a service binding: method, body, headers and all', async () => {
    const client = createClient(origin)
    expect((await client.get('/api/health')).body).toMatchObject({ status: 'ok' })
    const person = await signUp(client)
    const workspace = await makeWorkspace(client, { owner: person })
    await workspace.client.put('/api/modules/crm', { enabled: true, settings: {} })
    const made = await workspace.client.post(
      '/api/crm/contacts',
      { firstName: 'Zoë' },
      { 'request-id': 'through-pages' },
    )
    expect(made).toMatchObject({ status: 201, body: { firstName: 'Zoë' } })
    expect(made.headers.get('request-id')).toBe('through-pages')
    const csv = `First Name,E-mail\n${Array.from({ length: 20_000 }, (_, n) => `Person ${n},p${n}@example.com`).join('\n')}`
    const upload = await workspace.client.send('POST', '/api/crm/imports?fileName=many.csv', csv, {
      'content-type': 'text/csv',
    })
    expect(upload).toMatchObject({ status: 201, body: { rows: 20_000 } })
    expect((await client.get('/api/no-where')).status).toBe(404)
  })

  it('leaves all else to the files, and wakes no Worker for them', async () => {
    const routes = JSON.parse(await readFile(join(folder, '_routes.json'), 'utf8'))
    expect(routes).toEqual({ version: 1, include: ['/api/*'], exclude: [] })
    expect(await (await fetch(`${origin}/index.html`)).text()).toContain('<div id="app">')
  })

  it('gives the files the headers that the kernel gives them', async () => {
    const text = await readFile(join(folder, '_headers'), 'utf8')
    expect(text).toMatch(/^\/\*\n(?: {2}.+\n)+\/static\/\*\n/)
    const kernel = await startTestPlatform({ database: 'pglite', web: true })
    try {
      const { headers } = await fetch(`${kernel.url}/index.html`)
      for (const name of [
        'content-security-policy',
        'x-content-type-options',
        'referrer-policy',
        'strict-transport-security',
      ])
        expect(text).toContain(`  ${name}: ${headers.get(name)}\n`)
      const visitors = (await fetch(`${kernel.url}/s/salon-anna/book`)).headers
      expect(visitors.get('content-security-policy')).toContain('frame-ancestors *')
      expect(visitors.get('x-frame-options')).toBeNull()
      expect(text).toContain(
        `/s/*\n  ! content-security-policy\n  ! x-frame-options\n  content-security-policy: ${visitors.get('content-security-policy')}\n`,
      )
      expect(await readFile(join(folder, '_redirects'), 'utf8')).toBe('/s/* /site 200\n')
    } finally {
      await kernel.stop()
    }
  })

  it('keeps a sign-in on its own origin, with the cookie out of reach of scripts and of other sites', async () => {
    const context = await browser.newContext({ baseURL: origin })
    try {
      const page = await context.newPage()
      await page.goto('/api/docs')
      const { email } = await signUp(createClient(origin))
      const status = await page.evaluate(
        async (body) =>
          (await fetch('/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body }))
            .status,
        JSON.stringify({ email, password: goodPassword }),
      )
      expect(status).toBe(200)
      const [cookie] = await context.cookies(`${origin}/api/auth/refresh`)
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
      const refreshed = await page.evaluate(async () => (await fetch('/api/auth/refresh', { method: 'POST' })).status)
      expect(refreshed).toBe(200)
    } finally {
      await context.close()
    }
  })
})
