import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { mouseCounter, press, setValue, tabTo, takeBack, write } from '../tools/testing/by-keyboard.ts'
import { type Client, goodPassword, makeWorkspace, type Workspace } from '../tools/testing/client.ts'
import { type FilledBookings, fillBookings } from '../tools/testing/fill-bookings.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'
import { isFocused, smallTargets, wideParts } from './in-page.js'

/** A day that is always ahead, in the middle of a week. */
const day = nextWednesday()
const at = (clock: string) => `${day}T${clock}:00.000Z`

function nextWednesday(): string {
  const date = new Date(Date.now() + 7 * 86_400_000)
  date.setUTCDate(date.getUTCDate() + ((3 - date.getUTCDay() + 7) % 7))
  return date.toISOString().slice(0, 10)
}

describe('bookings in a browser', () => {
  let platform: TestPlatform
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })
  beforeEach(async () => {
    // A clock of 24 hours, whatever the machine speaks.
    context = await browser.newContext({
      baseURL: platform.url,
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
    })
    await context.addInitScript({ content: mouseCounter })
    page = await context.newPage()
  })
  afterEach(() => context.close())

  async function makeSalon(): Promise<Workspace> {
    const salon = await makeWorkspace(platform.client, { modules: ['booking'] })
    await salon.client.patch('/api/tenant', { timeZone: 'UTC' })
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(salon.owner.email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
    return salon
  }
  const open = (salon: Workspace, path: string) => page.goto(`/w/${salon.slug}/booking${path}`)

  /** Mia and Tom, who both cut hair. */
  async function makeTeam({ client }: Workspace) {
    const ids: string[] = []
    for (const name of ['Mia', 'Tom'])
      ids.push((await made(client.post('/api/booking/resources', { kind: 'person', name }))).id)
    const [mia = '', tom = ''] = ids
    const service = await made(
      client.post('/api/booking/services', {
        name: 'Haircut',
        durations: [60],
        minNoticeMinutes: 0,
        needs: [{ resources: ids.map((resourceId) => ({ resourceId })), customerChooses: true }],
      }),
    )
    return { mia, tom, serviceId: String(service.id) }
  }
  const book = (client: Client, serviceId: string, resourceId: string, clock: string, name: string) =>
    client
      .post('/api/booking/bookings', {
        serviceId,
        startsAt: at(clock),
        customer: { name },
        resourceIds: [resourceId],
        anyTime: true,
        notify: false,
      })
      .then(({ status, body }) => {
        expect(status).toBe(201)
        return String(body.booking.id)
      })
  const read = async (client: Client, id: string) => (await client.get(`/api/booking/bookings/${id}`)).body
  const entry = (name: string): Locator => page.locator('[data-entry]').filter({ hasText: name })

  it('are set up, made and moved with nothing but the keyboard', async () => {
    const salon = await makeSalon()
    await open(salon, '/team?new=person')
    const dialog = page.getByRole('dialog')
    await write(page, dialog.getByLabel('Name', { exact: true }), 'Mia')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Mia' }).waitFor()
    await press(page, page.getByRole('button', { name: 'Add', exact: true }))
    await tabTo(page, dialog.getByLabel('What it is'))
    await page.keyboard.type('Room')
    await write(page, dialog.getByLabel('Name', { exact: true }), 'Blue room')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Blue room' }).waitFor()

    await page.keyboard.press('Control+k')
    await page.keyboard.type('new service')
    await page.getByRole('option', { name: 'New service' }).waitFor()
    await page.keyboard.press('Enter')
    await write(page, page.getByLabel('Name', { exact: true }), 'Massage')
    await write(page, page.getByLabel('How many minutes it takes'), '60')
    await write(page, page.getByLabel('Price', { exact: true }), '70')
    await press(page, page.getByRole('button', { name: 'It takes something else as well' }))
    const second = page.getByRole('group', { name: 'Who or what, 2' })
    const room = second.getByRole('checkbox', { name: 'Blue room' })
    await tabTo(page, room)
    expect(await room.isChecked()).toBe(true)
    await press(page, page.getByRole('button', { name: 'Add service' }))
    await page.getByText('Massage is saved').waitFor()
    const [service] = (await salon.client.get('/api/booking/services')).body.data
    expect(service).toMatchObject({ name: 'Massage', durations: [60], price: { amount: 7000 } })
    expect(service.needs).toHaveLength(2)

    await open(salon, `/calendar?day=${day}`)
    await tabTo(page, page.getByRole('gridcell', { name: /^0?8:00/ }).first())
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await write(page, dialog.getByLabel('Customer', { exact: true }), 'Dora Kovács')
    await write(page, dialog.getByLabel('Phone'), '+36 1 555 0123')
    expect(await dialog.getByLabel('Time', { exact: true }).inputValue()).toBe('10:00')
    await press(page, dialog.getByRole('button', { name: 'Book', exact: true }))
    await entry('Dora Kovács').first().waitFor()
    const [booking] = (await salon.client.get('/api/booking/bookings')).body.data
    expect(booking).toMatchObject({ customer: { name: 'Dora Kovács', phone: '+36 1 555 0123' } })
    expect(booking.startsAt).toContain('T10:00')
    expect(booking.resources.map(({ name }: { name: string }) => name).sort()).toEqual(['Blue room', 'Mia'])

    await tabTo(page, page.getByRole('button', { name: /Dora Kovács/ }).first())
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByText('Enter puts it there').waitFor({ state: 'attached' })
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await read(salon.client, booking.id)).startsAt).toContain('T10:30')
    await expect.poll(() => entry('Dora Kovács').first().evaluate(isFocused)).toBe(true)
    await takeBack(page)
    await expect.poll(async () => (await read(salon.client, booking.id)).startsAt).toContain('T10:00')

    await press(page, entry('Dora Kovács').first())
    await press(page, dialog.getByRole('button', { name: 'Move', exact: true }))
    await setValue(page, dialog.getByLabel('Time', { exact: true }), '14:15')
    await press(page, dialog.getByRole('button', { name: 'Move', exact: true }))
    await expect.poll(async () => (await read(salon.client, booking.id)).startsAt).toContain('T14:15')
    expect(await page.evaluate('window.heardMice')).toBe(0)
  }, 180_000)

  it('are carried to another time and another person by the mouse, and back when Escape is pressed', async () => {
    const salon = await makeSalon()
    const { mia, tom, serviceId } = await makeTeam(salon)
    const id = await book(salon.client, serviceId, mia, '10:00', 'Berta Adler')
    await open(salon, `/calendar?day=${day}`)
    const from = entry('Berta Adler')
    await from.waitFor()
    const cell = page.getByRole('gridcell', { name: /^13:00, Tom/ })
    const drag = async () => {
      await from.scrollIntoViewIfNeeded()
      const [start, end] = [await from.boundingBox(), await cell.boundingBox()]
      if (start === null || end === null) throw new Error('There is nothing to drag')
      await page.mouse.move(start.x + 20, start.y + 5)
      await page.mouse.down()
      await page.mouse.move(end.x + 20, end.y - 40, { steps: 4 })
      await page.mouse.move(end.x + 20, end.y + 6, { steps: 4 })
      await page.locator('[data-landing]').getByText('Tom').waitFor()
    }
    await drag()
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await page.locator('[data-landing]').waitFor({ state: 'detached' })
    expect((await read(salon.client, id)).startsAt).toContain('T10:00')
    await page.keyboard.press('Escape')
    await drag()
    await page.mouse.up()
    await expect.poll(async () => (await read(salon.client, id)).startsAt).toContain('T13:00')
    expect((await read(salon.client, id)).resources.map((each: { id: string }) => each.id)).toEqual([tom])
    expect(await page.getByRole('dialog').count()).toBe(0)
  }, 90_000)

  it('that are cancelled come back with Undo', async () => {
    const salon = await makeSalon()
    const { mia, serviceId } = await makeTeam(salon)
    const id = await book(salon.client, serviceId, mia, '11:00', 'Carlos Núñez')
    const before = await read(salon.client, id)
    await open(salon, `/bookings/${id}?do=cancel`)
    const dialog = page.getByRole('dialog')
    await write(page, dialog.getByLabel('Reason'), 'Mia is ill')
    await press(page, dialog.getByRole('button', { name: 'Cancel the booking' }))
    await expect.poll(async () => (await read(salon.client, id)).status).toBe('cancelled')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Mia is ill').first().waitFor()
    await takeBack(page)
    await page.getByText('Carlos Núñez is booked again').waitFor()
    const { data } = (await salon.client.get('/api/booking/bookings?q=carlos&status=confirmed')).body
    expect(data).toHaveLength(1)
    expect(data[0]).toMatchObject({ startsAt: before.startsAt, resources: before.resources })
  }, 60_000)

  it('show other times when somebody else has just taken this one', async () => {
    const salon = await makeSalon()
    const { mia, serviceId } = await makeTeam(salon)
    await open(salon, `/calendar?new=1&with=${mia}&at=${Date.parse(at('09:00'))}&day=${day}`)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Customer', { exact: true }).fill('Elif Yılmaz')
    await book(salon.client, serviceId, mia, '09:00', 'Finn Olsen')
    await dialog.getByRole('button', { name: 'Book', exact: true }).click()
    const alert = dialog.getByRole('alert')
    await alert.getByRole('button').first().click()
    const time = await dialog.getByLabel('Time', { exact: true }).inputValue()
    expect(time).not.toBe('09:00')
    await dialog.getByRole('button', { name: 'Book', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    const { data } = (await salon.client.get('/api/booking/bookings?q=elif')).body
    expect(data[0].startsAt).toContain(`T${time}`)
  }, 60_000)

  it('show up and move in a second tab at once', async () => {
    const salon = await makeSalon()
    const { mia, serviceId } = await makeTeam(salon)
    const other = await context.newPage()
    await other.goto(`/w/${salon.slug}/booking/calendar?day=${day}&view=week`)
    await other.getByRole('grid').waitFor()
    const id = await book(salon.client, serviceId, mia, '12:00', 'Grace Okafor')
    await other.locator('[data-entry]').getByText('12:00').waitFor()
    await salon.client.post(`/api/booking/bookings/${id}/move`, { startsAt: at('16:00'), notify: false })
    await other.locator('[data-entry]').getByText('16:00').waitFor()
  }, 60_000)

  it('stand on a day of 25 hours where the clock says it, with the second of two hours on its own row', async () => {
    const salon = await makeSalon()
    await salon.client.patch('/api/tenant', { timeZone: 'Europe/Berlin' })
    const { mia, serviceId } = await makeTeam(salon)
    const body = { serviceId, resourceIds: [mia], anyTime: true, notify: false }
    for (const [startsAt, name] of [
      ['2027-10-31T00:00:00Z', 'First'],
      ['2027-10-31T01:00:00Z', 'Second'],
    ] as const)
      expect((await salon.client.post('/api/booking/bookings', { ...body, startsAt, customer: { name } })).status).toBe(
        201,
      )
    await open(salon, '/calendar?day=2027-10-31')
    await entry('Second').waitFor()
    const [first, second] = [await entry('First').boundingBox(), await entry('Second').boundingBox()]
    expect((second?.y ?? 0) - (first?.y ?? 0)).toBeGreaterThanOrEqual((first?.height ?? 0) - 1)
    expect(second?.width).toBe(first?.width)
    expect(await page.getByRole('rowheader', { name: /^0?2:00 ?again/ }).count()).toBe(1)
    expect(await page.getByRole('row').count()).toBe(51)
  }, 60_000)

  it('fill an empty calendar with a sample salon in one press, and go with another', async () => {
    const salon = await makeSalon()
    await open(salon, '/calendar')
    await page.getByRole('button', { name: 'Try it with a sample salon' }).click()
    await entry('Amelia Hart').first().waitFor()
    expect((await salon.client.get('/api/booking/services')).body.data).toHaveLength(4)
    await page.getByRole('button', { name: 'Remove the samples' }).click()
    await page.getByText('Your calendar begins with the people in it').waitFor()
    expect((await salon.client.get('/api/booking/resources')).body.data).toHaveLength(0)
  }, 60_000)

  it('have no page that axe finds fault with, that is too wide, or with targets too small', async () => {
    const salon = await makeSalon()
    const filled = await fillBookings(salon.client)
    const found: Record<string, unknown> = {}
    for (const [turn, width] of [1440, 320].entries()) {
      await page.setViewportSize({ width, height: 800 })
      for (const [place, path] of pathsOf(filled).entries()) {
        // Each page in one of the themes at one width, and in the other at the other.
        const colorScheme = (place + turn) % 2 === 0 ? 'light' : 'dark'
        await page.emulateMedia({ colorScheme })
        await open(salon, path)
        await page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first().waitFor()
        await expect.poll(() => page.getByRole('status', { name: 'Loading' }).count()).toBe(0)
        const faults = [
          ...(await askAxe(page)),
          ...(await page.evaluate(wideParts)),
          ...(await page.evaluate(smallTargets)),
        ]
        if (faults.length > 0) found[`${colorScheme} ${width} ${path}`] = faults
      }
    }
    expect(found).toEqual({})
  }, 400_000)
})

function pathsOf({ bookingId, personId, serviceId }: FilledBookings): string[] {
  return [
    '/calendar',
    '/calendar?view=day',
    '/calendar?view=week',
    '/calendar?view=month',
    '/calendar?new=1',
    `/calendar?booking=${bookingId}`,
    `/calendar?move=${bookingId}`,
    '/agenda',
    `/bookings/${bookingId}`,
    `/bookings/${bookingId}?do=cancel`,
    '/services',
    '/services/new',
    `/services/${serviceId}`,
    '/team',
    '/team?new=person',
    '/team?off=new',
    `/team/${personId}`,
    '/waiting',
    '/messages',
    '/share',
    '/figures',
  ]
}

async function made(reply: ReturnType<Client['post']>) {
  const { status, body } = await reply
  if (status !== 201) throw new Error(`It was answered ${status}: ${JSON.stringify(body)}`)
  return body
}
