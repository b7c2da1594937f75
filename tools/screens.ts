import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { readOptions } from './cli/read-options.ts'
import { runCommand } from './cli/run-command.ts'
import { newSecrets } from './platform/installation-secrets.ts'
import { startPlatform } from './platform/start-platform.ts'
import { settled, startBrowser } from './testing/browser.ts'
import { createClient, goodPassword, makeWorkspace, signUp } from './testing/client.ts'
import { fillWorkspace } from './testing/fill-workspace.ts'

const root = join(import.meta.dirname, '..')

/** `npm run screens [-- --to docs/screens]`: a picture of every page, light and dark, wide and narrow. */
await runCommand(async () => {
  const { values } = readOptions('npm run screens [-- --to docs/screens]', {
    to: { type: 'string', default: join(root, 'docs/screens') },
  })
  const folder = await mkdtemp(join(tmpdir(), 'screens-'))
  const settings = { RATE_LIMIT_SCALE: '1000' }
  const platform = await startPlatform({ secrets: newSecrets(), port: 0, folder, web: true, settings })
  const browser = await startBrowser()
  try {
    const owner = await signUp(createClient(platform.url), 'Anna Berg')
    const salon = await makeWorkspace(createClient(platform.url), { owner, modules: ['crm'] })
    const filled = await fillWorkspace(salon.client)
    const inside = (path: string) => `/w/${salon.slug}${path}`
    const pages: readonly (readonly [name: string, path: string])[] = [
      ['sign-in', '/sign-in'],
      ['sign-up', '/sign-up'],
      ['forgot-password', '/forgot-password'],
      ['workspaces', '/workspaces'],
      ['profile', '/profile'],
      ['home', inside('')],
      ['home-palette', inside('')],
      ['overview', inside('/crm/overview')],
      ['contacts', inside('/crm/contacts')],
      ['contact', inside(`/crm/contacts/${filled.contactId}`)],
      ['companies', inside('/crm/companies')],
      ['company', inside(`/crm/companies/${filled.companyId}`)],
      ['deals', inside('/crm/deals')],
      ['deals-table', inside('/crm/deals?view=table')],
      ['deal', inside(`/crm/deals/${filled.dealId}`)],
      ['tasks', inside('/crm/tasks')],
      ['duplicates', inside('/crm/duplicates')],
      ['import', inside('/crm/import')],
      ['members', inside('/members')],
      ['modules', inside('/modules')],
      ['module', inside('/modules/crm')],
      ['connectors', inside('/connectors')],
      ['api-keys', inside('/api-keys')],
      ['webhooks', inside('/webhooks')],
      ['webhook', inside(`/webhooks/${filled.webhookId}`)],
      ['activity', inside('/activity')],
      ['usage', inside('/usage')],
      ['settings', inside('/settings')],
    ]
    await mkdir(values.to, { recursive: true })
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 320]) {
        const viewport = { width, height: width === 320 ? 640 : 800 }
        const context = await browser.newContext({
          baseURL: platform.url,
          colorScheme,
          viewport,
          reducedMotion: 'reduce',
        })
        const page = await context.newPage()
        let isSignedIn = false
        for (const [name, path] of pages) {
          if (path.startsWith('/w/') && !isSignedIn) await signIn(page, owner.email)
          isSignedIn ||= path.startsWith('/w/')
          if ((name === 'workspaces' || name === 'profile') && !isSignedIn) {
            await signIn(page, owner.email)
            isSignedIn = true
          }
          await page.goto(path)
          await settled(page)
          if (name === 'home-palette')
            await page.keyboard.press('Control+k').then(() => page.getByRole('dialog').waitFor())
          const suffix = width === 320 ? '-narrow' : ''
          await page.screenshot({ path: join(values.to, `${name}${suffix}-${colorScheme}.png`) })
        }
        await context.close()
      }
    console.log(`${pages.length * 4} pictures in ${values.to}`)
  } finally {
    await browser.close()
    await platform.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(goodPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL(/workspaces|\/w\//)
}
