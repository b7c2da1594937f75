import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { addMember, goodPassword, makeWorkspace, type Person, signUp, type Workspace } from '../tools/testing/client.ts'
import { type FilledBookings, fillBookings } from '../tools/testing/fill-bookings.ts'
import { type Filled, fillWorkspace } from '../tools/testing/fill-workspace.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'
import { dragOnlyParts, focusOn, hasFocusWithin, isFocused, lookAtFocus, smallTargets, wideParts } from './in-page.js'

const widths = [1440, 320] as const
const themes = ['light', 'dark'] as const
/** No page has this many places to stop at; whoever finds no way out by then is trapped. */
const mostStops = 150

/** What axe does not see: the focus on its way through a page, and what is around it. */
describe('the pages, for whoever uses no mouse, a finger or a small screen', () => {
  let platform: TestPlatform
  let browser: Browser
  /** Of a stranger, and of the owner. */
  let outside: Page
  let page: Page
  let salon: Workspace
  let filled: Filled
  let booked: FilledBookings

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    salon = await makeWorkspace(platform.client, { modules: ['crm', 'booking'] })
    filled = await fillWorkspace(salon.client)
    booked = await fillBookings(salon.client)
    outside = await (await browser.newContext({ baseURL: platform.url })).newPage()
    page = await (await browser.newContext({ baseURL: platform.url })).newPage()
    await signIn(page, salon.owner, `/w/${salon.slug}`)
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  it('finds each fault that is planted', async () => {
    await outside.goto('/sign-in')
    await outside.getByLabel('Email').waitFor()
    await outside.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend', ${JSON.stringify(planted)})`)
    expect(await askAxe(outside)).toEqual(['color-contrast: p[draggable="true"]', 'image-alt: img[src="data:,"]'])
    expect(await outside.evaluate(wideParts)).toEqual(['div.planted'])
    expect(await outside.evaluate(smallTargets)).toEqual(['button “Tiny” is 12×12', 'button “Tiny too” is 12×12'])
    expect(await outside.evaluate(dragOnlyParts)).toEqual(['Drag me'])
    const faults = []
    for (const id of ['ringless', 'faint', 'covered', 'fine']) {
      await outside.locator(`#${id}`).focus()
      // Only a focus by the keyboard shows its ring.
      await outside.keyboard.press('Shift')
      faults.push((await outside.evaluate(lookAtFocus))?.fault ?? null)
    }
    expect(faults).toEqual([
      'shows no ring around it',
      expect.stringContaining('hardly shows'),
      expect.stringContaining('behind something'),
      null,
    ])
  })

  it('let somebody paste a password, and say to password managers what is what', async () => {
    await outside.goto('/sign-in?next=%2Fprofile')
    await outside.getByLabel('Email').fill(goodPassword)
    await outside.keyboard.press('Control+A')
    await outside.keyboard.press('Control+X')
    await outside.getByLabel('Password').focus()
    await outside.keyboard.press('Control+V')
    expect(await outside.getByLabel('Password').inputValue()).toBe(goodPassword)
    expect(await outside.getByLabel('Email').getAttribute('autocomplete')).toContain('username')
    expect(await outside.getByLabel('Password').getAttribute('autocomplete')).toBe('current-password')
    await outside.getByRole('link', { name: 'Make an account' }).click()
    await outside.getByRole('heading', { name: 'Make an account' }).waitFor()
    expect(await outside.getByLabel('Password').getAttribute('autocomplete')).toBe('new-password')
    await outside.getByRole('link', { name: 'Sign in' }).click()
    await outside.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(new URL(outside.url()).searchParams.get('next')).toBe('/profile')
  })

  it('before signing in can be used by keyboard, finger and at any width', async () => {
    const paths = ['/sign-in', '/sign-up', '/forgot-password', '/reset-password?token=x', '/reset-password', '/nowhere']
    expect(await faultsOf(outside, paths)).toEqual({})
  }, 60_000)

  it('of the workspace can be used by keyboard, finger and at any width', async () => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`/w/${salon.slug}`)
    await page.getByRole('navigation').getByRole('link', { name: 'Home' }).waitFor()
    const links = await page.getByRole('navigation').getByRole('link').all()
    const navigation = await Promise.all(links.map((link) => link.getAttribute('href')))
    expect(navigation.length).toBeGreaterThan(8)
    const inside = [
      '/notifications',
      '/notifications/choices',
      '?bell=1',
      '/modules/crm',
      `/webhooks/${filled.webhookId}`,
      `/crm/contacts/${filled.contactId}`,
      `/crm/companies/${filled.companyId}`,
      `/crm/deals/${filled.dealId}`,
      '/crm/deals?view=table',
      '/crm/duplicates',
      '/crm/import',
      '/storage/files',
      '/booking/calendar?view=week',
      '/booking/calendar?view=month',
      `/booking/bookings/${booked.bookingId}`,
      `/booking/services/${booked.serviceId}`,
      `/booking/team/${booked.personId}`,
      '/nowhere',
      '/members?invite=1',
      '?keys=1',
    ]
    const paths = [
      ...navigation.map((href) => href ?? ''),
      ...inside.map((path) => `/w/${salon.slug}${path}`),
      '/w/somebody-elses',
      '/workspaces',
      '/profile',
    ]
    expect(await faultsOf(page, paths)).toEqual({})
  }, 600_000)

  it('open the command palette from the keyboard, find and do with it, and give the focus back', async () => {
    for (const [place, width] of widths.entries()) {
      await page.setViewportSize({ width, height: 700 })
      await page.emulateMedia({ colorScheme: themes[place] ?? 'light' })
      await page.goto(`/w/${salon.slug}/members`)
      const invite = page.getByRole('button', { name: 'Invite somebody' }).first()
      await invite.focus()
      await page.keyboard.press('Control+k')
      const field = page.getByRole('combobox', { name: 'Find or do something' })
      await field.waitFor()
      await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(10)
      expect(await askAxe(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect.poll(() => invite.evaluate(isFocused)).toBe(true)
    }
    await page.keyboard.press('Control+k')
    await page.keyboard.type('bert')
    const contact = page.getByRole('option', { name: /Berta Adler Contact/ })
    await contact.waitFor()
    await expect
      .poll(async () => {
        const isChosen = (await contact.getAttribute('aria-selected')) === 'true'
        if (!isChosen) await page.keyboard.press('ArrowDown')
        return isChosen
      })
      .toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Berta Adler' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('invite')
    await expect.poll(() => page.getByRole('option').count()).toBe(1)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByLabel('Email').evaluate(isFocused)).toBe(true)
    await page.goto(`/w/${salon.slug}/settings`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    const lately = page.getByRole('group', { name: 'Seen lately' })
    await expect.poll(() => lately.getByRole('option', { name: /Berta/ }).count()).toBe(1)
    await page.keyboard.press('Escape')
  }, 60_000)

  it('obey single keys only outside of fields, and not at all where they are switched off', async () => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const home = page.getByRole('heading', { name: 'Hello Anna' })
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await page.goto(`/w/${salon.slug}/settings`)
    await page.getByLabel('Name', { exact: true }).fill('')
    await page.keyboard.type('gh?')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('gh?')
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.type('gh')
    await home.waitFor()
    await page.keyboard.type('?')
    await list.getByRole('switch').uncheck()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    await page.goto(`/w/${salon.slug}/members`)
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await page.keyboard.type('?gh')
    await page.keyboard.press('Control+k')
    // Typed at once, before the palette is there.
    await page.keyboard.type('keyboard')
    await expect.poll(() => page.getByRole('option').allTextContents()).toEqual(['Keyboard shortcuts'])
    await page.keyboard.press('Enter')
    await list.getByRole('switch').check()
    expect(new URL(page.url()).pathname).toBe(`/w/${salon.slug}/members`)
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    await page.keyboard.type('gh')
    await home.waitFor()
  }, 60_000)

  it('offer nobody what they may not do', async () => {
    const viewer = await signUp(platform.client, 'Vera')
    await addMember(salon, viewer, 'viewer')
    const other = await (await browser.newContext({ baseURL: platform.url })).newPage()
    await signIn(other, viewer, `/w/${salon.slug}`)
    await other.keyboard.press('Control+k')
    const options = other.getByRole('option')
    await expect.poll(() => options.allTextContents()).toContain('Contacts')
    const offered = (await options.allTextContents()).join(', ')
    expect(offered).not.toMatch(/Invite|API key|Webhook|New contact|Import|Activity/)
    await other.context().close()
  }, 60_000)
})

async function signIn(page: Page, { email }: Person, next: string): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`/sign-in?next=${next}`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(goodPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').getByRole('link', { name: 'Home' }).waitFor()
}

/** What is wrong with the pages, at both widths; the ring around the focus in both themes. */
async function faultsOf(page: Page, paths: readonly string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 500 ? 640 : 900 })
    for (const [place, path] of paths.entries()) {
      // Each page in one of the themes at one width, and in the other at the other.
      const colorScheme = themes[(place + widths.indexOf(width)) % 2] ?? 'light'
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(path)
      const faults = (await isThere(page))
        ? await faultsHere(page, place === 0)
        : [`shows nothing: ${await page.title()}`]
      if (faults.length > 0) found[`${path} ${width} ${colorScheme}`] = faults
    }
  }
  return found
}

/** Whether a page shows itself in time, with its data. */
async function isThere(page: Page): Promise<boolean> {
  try {
    await page.getByRole('heading').first().waitFor({ timeout: 20_000 })
    await page.locator('main [aria-label="Loading"]').first().waitFor({ state: 'detached', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}

async function faultsHere(page: Page, withNavigation: boolean): Promise<string[]> {
  const inFront = page.getByRole('dialog').last()
  const isInFront = (await inFront.count()) > 0
  const strayed = isInFront && !(await inFront.evaluate(hasFocusWithin)) ? ['the dialog did not take the focus'] : []
  const wide = (await page.evaluate(wideParts)).map((part) => `${part} is wider than the screen`)
  const dragOnly = (await page.evaluate(dragOnlyParts)).map((part) => `${part} can only be dragged`)
  const axe = await askAxe(page)
  if (isInFront) await inFront.evaluate(focusOn)
  return [
    ...strayed,
    ...axe,
    ...wide,
    ...(await page.evaluate(smallTargets)),
    ...dragOnly,
    ...(await faultsOnTheWay(page, withNavigation)),
  ]
}

/** Goes through the page by Tab to its end. */
async function faultsOnTheWay(page: Page, withNavigation: boolean): Promise<string[]> {
  const faults: string[] = []
  let first: string | undefined
  // What is around the page is the same everywhere; from its title Tab goes through the page itself.
  const isInFront = (await page.getByRole('dialog').count()) > 0
  if (!withNavigation && !isInFront) await page.locator('main h1').first().evaluate(focusOn)
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(lookAtFocus)
    if (focus === null || (stop > 0 && focus.name === first)) return faults
    first ??= focus.name
    if (focus.fault !== null) faults.push(`${focus.name} ${focus.fault}`)
  }
  return [...faults, `no way out after ${mostStops} stops`]
}

const planted = `
  <style>#ringless:focus, #faint:focus, #covered:focus, #fine:focus { outline: 3px solid black }</style>
  <div class="planted" style="width: 3000px; height: 1px"></div>
  <div style="display: flex">
    <button style="width: 12px; height: 12px; overflow: hidden" aria-label="Tiny"></button>
    <button style="width: 12px; height: 12px; overflow: hidden" aria-label="Tiny too"></button>
  </div>
  <p draggable="true" style="color: #ddd; background: white">Drag me</p>
  <img src="data:," />
  <button id="ringless" style="outline: none">Ringless</button>
  <button id="faint" style="outline: 3px solid #eee">Faint</button>
  <div style="position: relative; width: 200px">
    <button id="covered">Covered</button>
    <div style="position: absolute; inset: -9px; background: white"></div>
  </div>
  <button id="fine">Fine</button>`
