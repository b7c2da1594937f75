import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'
import { type BookingSalon, daily, openBookingSalon } from './booking-salon.ts'
import { isBroken, languageOfPage } from './in-embed.js'
import { isFocused, smallTargets, wideParts } from './in-page.js'

const payload = '<img src=x onerror="globalThis.broken=1">'

/** Intl writes narrow spaces, which look the same. */
const plain = (text: string | null) => text?.replaceAll(/\s/g, ' ')

describe('the booking page', () => {
  let platform: TestPlatform
  let browser: Browser
  let salon: BookingSalon
  let address: string

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
    salon = await openBookingSalon(platform.client)
    address = `/s/${salon.slug}`
    const anna = await salon.addResource({ name: 'Anna', hours: daily('09:00', '17:00') })
    const ben = await salon.addResource({ name: `Ben ${payload}`, hours: daily('09:00', '17:00') })
    const studio = await salon.addResource({ name: 'Studio', kind: 'room', hours: daily('18:00', '19:00') })
    const owl = await salon.addResource({ name: 'Night owl', hours: daily('00:00', '24:00') })
    const people = { customerChooses: true, resources: [{ resourceId: anna }, { resourceId: ben }] }
    await salon.addService({
      name: 'Haircut',
      slug: 'haircut',
      durations: [30, 60],
      price: { amount: 4000, currency: 'EUR' },
      location: { kind: 'place', details: 'Main Street 5' },
      questions: [{ key: 'colour', label: 'Which colour?', kind: 'text', required: true }],
      needs: [people],
      maxRepeats: 4,
      changeNoticeMinutes: 0,
    })
    await salon.addService({
      name: 'Yoga',
      slug: 'yoga',
      seats: 2,
      waitingList: true,
      windowDays: 1,
      changeNoticeMinutes: 0,
      needs: [{ resources: [{ resourceId: studio }] }],
    })
    await salon.addService({
      name: `Night ${payload}`,
      slug: 'night',
      windowDays: 720,
      needs: [{ resources: [{ resourceId: owl }] }],
    })
    const one = await salon.addResource({ name: 'Carla', hours: daily('09:00', '17:00') })
    await salon.addService({
      name: 'Consultation',
      slug: 'consultation',
      windowDays: 400,
      needs: [{ resources: [{ resourceId: one }] }],
    })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  async function visit(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      baseURL: platform.url,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      viewport: { width: 1280, height: 900 },
      ...options,
    })
    return context.newPage()
  }

  const times = (page: Page) => page.locator('.times button')
  const fill = async (page: Page, name: string) => {
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Email').fill('zoe@example.com')
  }

  it('lets a visitor book, move and cancel, and says what is booked', async () => {
    const page = await visit()
    await page.goto(`${address}/book`)
    await page.getByRole('link', { name: /Haircut/ }).click()
    await page.getByRole('radio', { name: '1 hour' }).check()
    await page.getByRole('radio', { name: 'Anna' }).check()
    await times(page).first().click()
    await page.getByText(/We keep this time for you for another \d+:\d\d/).waitFor()
    await page.getByRole('button', { name: 'Book' }).click()
    await page.getByText('Write your name.').waitFor()
    await expect.poll(() => page.getByLabel('Name').evaluate(isFocused)).toBe(true)
    await fill(page, payload)
    await page.getByLabel('Which colour?').fill('Red')
    await page.getByRole('button', { name: 'Book' }).click()
    await page.getByRole('heading', { level: 1, name: 'You are booked' }).waitFor()
    expect(await page.locator('dl').textContent()).toMatch(
      /Haircut[\s\S]+Main Street 5[\s\S]+Anna[\s\S]+€40\.00, pay on site/,
    )
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Calendar file' }).click()
    expect((await download).suggestedFilename()).toBe('booking.ics')

    await page.getByRole('link', { name: 'Move or cancel' }).click()
    await page.getByRole('heading', { level: 1, name: 'Your booking' }).waitFor()
    const before = await page.locator('dl').textContent()
    await page.getByRole('button', { name: 'Move' }).click()
    await times(page).last().click()
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Your booking is moved' }).waitFor()
    expect(await page.locator('dl').textContent()).not.toBe(before)
    await page.getByRole('button', { name: 'Cancel the booking' }).click()
    await page.getByLabel('Reason').fill(payload)
    await page.getByRole('button', { name: 'Cancel the booking' }).click()
    await page.getByRole('heading', { level: 1, name: 'This booking is cancelled' }).waitFor()
    expect(await page.getByText(`Reason: ${payload}`).count()).toBe(1)
    expect(await page.evaluate(isBroken)).toBe(false)
    await page.context().close()
  }, 120_000)

  it('can be used by the keyboard alone', async () => {
    const page = await visit()
    await page.goto(`${address}/book/consultation`)
    await times(page).first().waitFor()
    const focused = (name: RegExp | string) => page.getByRole('button', { name }).evaluate(isFocused)
    const until = async (isThere: () => Promise<boolean>) => {
      for (let stop = 0; stop < 30 && !(await isThere()); stop++) await page.keyboard.press('Tab')
      expect(await isThere()).toBe(true)
    }
    await until(() => page.locator('.day:focus').count().then(Boolean))
    const day = () => page.locator('.day:focus').getAttribute('data-day')
    const first = (await day()) ?? ''
    await page.keyboard.press('PageDown')
    await expect.poll(async () => (await day())?.slice(0, 7)).not.toBe(first.slice(0, 7))
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowDown')
    await page.locator('.day.free:focus').waitFor()
    const wanted = await day()
    await page.keyboard.press('Enter')
    await page.locator(`.day.chosen[data-day="${wanted}"]`).waitFor()
    await until(() => focused('11:00'))
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('heading', { name: 'Your details' }).evaluate(isFocused)).toBe(true)
    await until(() => focused('Choose another time'))
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('heading', { name: 'Choose a day' }).evaluate(isFocused)).toBe(true)
    await until(() => focused('11:00'))
    await page.keyboard.press('Enter')
    await until(() => page.getByLabel('Name').evaluate(isFocused))
    await page.keyboard.type('Zoë')
    await page.keyboard.press('Tab')
    await page.keyboard.type('zoe@example.com')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'You are booked' }).waitFor()
    await page.context().close()
  }, 60_000)

  it('offers other times to the slower of two, who loses nothing that was written', async () => {
    const [fast, slow] = await Promise.all([visit(), visit()])
    await slow.goto(`${address}/book/consultation`)
    const held = slow.waitForResponse((response) => response.url().endsWith('/holds'))
    await times(slow).first().click()
    const { token, startsAt } = await (await held).json()
    await fill(slow, 'The slower one')
    // The hold runs out, and somebody else is there.
    await platform.client.delete(`/api/public/${salon.slug}/booking/holds/${token}`)
    await fast.goto(`${address}/book/consultation`)
    await times(fast).first().click()
    await fill(fast, 'The faster one')
    await fast.getByRole('button', { name: 'Book' }).click()
    await fast.getByRole('heading', { name: 'You are booked' }).waitFor()
    // It begins within a day, which is what this service wants to know of a change.
    await fast.getByRole('link', { name: 'Move or cancel' }).click()
    await fast.getByText('that ends 1 day before it begins').waitFor()
    expect(await fast.getByRole('button').count()).toBe(0)

    await slow.getByRole('button', { name: 'Book' }).click()
    await slow.getByText('This time was just taken. These are free:').waitFor()
    expect(await slow.getByLabel('Name').inputValue()).toBe('The slower one')
    const other = slow.getByRole('alert').getByRole('button').first()
    expect(await other.textContent()).toMatch(/\d+:\d\d/)
    await other.click()
    await slow.getByText(/We keep this time/).waitFor()
    await slow.getByRole('button', { name: 'Book' }).click()
    await slow.getByRole('heading', { name: 'You are booked' }).waitFor()
    const booked = await slow.locator('dl time').getAttribute('datetime')
    expect(booked).not.toBe(startsAt)
    await Promise.all([fast.context().close(), slow.context().close()])
  }, 60_000)

  it('fills a full class from its waiting list', async () => {
    const evenings = await salon.freeTimes('yoga')
    const seats = await Promise.all(
      evenings.flatMap((evening) => ['Xenia', 'Yuri'].map((name) => salon.book('yoga', evening, name))),
    )
    expect(seats.map(({ status }) => status)).toEqual(seats.map(() => 201))
    const evening = evenings.at(-1)
    const page = await visit()
    await page.goto(`${address}/book/yoga`)
    await page.getByRole('button', { name: 'Join the waiting list' }).click()
    await fill(page, 'Zoë')
    await page.getByRole('button', { name: 'Join the waiting list' }).click()
    await page.getByRole('heading', { name: 'You are on the waiting list' }).waitFor()
    const link = (await page.getByRole('link', { name: 'Leave the waiting list' }).getAttribute('href')) ?? ''
    await platform.client.post(`/api/public/${salon.slug}/booking/manage/${seats.at(-1)?.body.token}/cancel`, {})
    await expect
      .poll(
        async () => {
          await page.goto('about:blank')
          await page.goto(link)
          await page.getByRole('heading', { level: 1 }).waitFor()
          return page.getByRole('heading', { level: 1 }).textContent()
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe('A time is free for you')
    await page.getByRole('button', { name: 'Take this time' }).click()
    await page.getByRole('heading', { name: 'You are booked' }).waitFor()
    expect(await page.locator('dl time').getAttribute('datetime')).toBe(evening)
    await page.context().close()
  }, 90_000)

  it('shows times by the visitor’s clock, over the change of two clocks that change on different days', async () => {
    const page = await visit({ timezoneId: 'America/New_York', locale: 'en-US' })
    await page.goto(`${address}/book/consultation?month=2027-03`)
    const firstOn = async (day: string) => {
      await page.locator(`[data-day="${day}"]`).click()
      return plain(await times(page).first().textContent())
    }
    // Berlin opens at nine: winter for both, then summer in New York alone, then for both.
    expect(await firstOn('2027-03-12')).toBe('3:00 AM')
    expect(await firstOn('2027-03-16')).toBe('4:00 AM')
    expect(await firstOn('2027-03-29')).toBe('3:00 AM')
    await page.getByLabel('Time zone').selectOption('Europe/Berlin')
    await expect.poll(() => firstOn('2027-03-29')).toBe('9:00 AM')
    await page.goto(`${address}/book/night?month=2027-10&day=2027-10-31&zone=Europe/Berlin`)
    await times(page).first().waitFor()
    const labels = (await times(page).allTextContents()).map(plain)
    expect(labels).toHaveLength(25)
    expect(labels.filter((label) => label?.startsWith('2:00 AM'))).toEqual(['2:00 AM GMT+2', '2:00 AM GMT+1'])
    await page.context().close()
  }, 60_000)

  it('speaks the visitor’s language, and another one without losing what was written', async () => {
    const page = await visit({ locale: 'de-DE' })
    await page.goto(`${address}/book/haircut`)
    await times(page).first().click()
    await page.getByLabel('Name').fill('Zoë')
    expect(await page.evaluate(languageOfPage)).toBe('de')
    await page.getByLabel('Sprache').selectOption('fr')
    await page.getByRole('heading', { name: 'Vos coordonnées' }).waitFor()
    expect(await page.getByLabel('Nom').inputValue()).toBe('Zoë')
    expect(await page.getByText(/40,00\s€/).count()).toBeGreaterThan(0)
    await page.context().close()
  }, 30_000)

  it('asks once for a month, and says in plain words when there is too much at once', async () => {
    const page = await visit()
    const asked: string[] = []
    page.on('request', (request) => request.url().includes('/slots?') && asked.push(new URL(request.url()).search))
    await page.goto(`${address}/book/consultation`)
    await times(page).first().waitFor()
    await expect.poll(() => asked.length).toBeGreaterThan(1)
    const before = asked.length
    await page.getByRole('button', { name: 'Next month' }).click()
    await page.getByRole('button', { name: 'Previous month' }).click()
    await times(page).first().waitFor()
    await expect.poll(() => asked.length).toBe(before + 1)
    expect(new Set(asked).size).toBe(asked.length)
    await page.route('**/slots?**', (route) =>
      route.fulfill({
        status: 429,
        headers: { 'retry-after': '40' },
        contentType: 'application/problem+json',
        body: '{}',
      }),
    )
    await page.goto(`${address}/book/consultation?people=1`)
    await page.getByText('Please wait 40 seconds, then try again.').waitFor()
    await page.context().close()
  }, 30_000)

  it('answers unknown and broken links kindly', async () => {
    const page = await visit()
    for (const [path, words] of [
      ['/book/nothing-here', 'There is nothing here'],
      ['/nowhere', 'There is nothing here'],
      ['/booking#abc', 'This link does not work any more'],
      [`/booking#${'A'.repeat(43)}`, 'This link does not work any more'],
      ['/waiting#', 'This link does not work any more'],
    ] as const) {
      await page.goto('about:blank')
      await page.goto(`${address}${path}`)
      await page.getByRole('heading', { level: 1, name: words }).waitFor()
    }
    await page.context().close()
  }, 30_000)

  it('has no fault that axe finds, at any width and in both themes, and no target that is too small', async () => {
    for (const [colorScheme, width] of [
      ['light', 320],
      ['dark', 320],
      ['light', 1280],
      ['dark', 1280],
    ] as const) {
      const page = await visit({ colorScheme, viewport: { width, height: 800 } })
      const faults: unknown[] = []
      const look = async (step: string) => {
        faults.push(...(await askAxe(page)).map((fault) => `${step}: ${fault}`))
        faults.push(...(await page.evaluate(wideParts)), ...(await page.evaluate(smallTargets)))
      }
      await page.goto(`${address}/book`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await look('list')
      await page.goto(`${address}/book/haircut`)
      await times(page).first().waitFor()
      await look('times')
      await times(page).first().click()
      await page.getByText(/We keep this time/).waitFor()
      await page.getByRole('button', { name: 'Book' }).click()
      await page.getByText('Write your name.').waitFor()
      await look('form')
      await fill(page, 'Zoë')
      await page.getByLabel('Which colour?').fill('Red')
      await page.getByRole('button', { name: 'Book' }).click()
      await page.getByRole('heading', { name: 'You are booked' }).waitFor()
      await look('booked')
      await page.getByRole('link', { name: 'Move or cancel' }).click()
      await page.getByRole('button', { name: 'Move' }).click()
      await times(page).first().waitFor()
      await look('move')
      await page.goto(`${address}/book/yoga`)
      await page.getByRole('button', { name: 'Join the waiting list' }).click()
      await page.getByRole('heading', { name: 'Join the waiting list' }).waitFor()
      await look('waiting list')
      expect(faults).toEqual([])
      await page.context().close()
    }
  }, 240_000)
})
