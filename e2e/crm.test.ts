import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { mouseCounter, press, tabTo, takeBack, write } from '../tools/testing/by-keyboard.ts'
import { addMember, type Client, goodPassword, makeWorkspace, signUp, type Workspace } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

const screens = [
  { width: 320, colorScheme: 'dark' },
  { width: 1440, colorScheme: 'light' },
  { width: 320, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
] as const
type Screen = (typeof screens)[number]
const touchScreen = { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } }

async function openPage(browser: Browser, platform: TestPlatform, screen: Screen): Promise<[BrowserContext, Page]> {
  const { colorScheme, width } = screen
  const context = await browser.newContext({ baseURL: platform.url, colorScheme, viewport: { width, height: 800 } })
  await context.addInitScript({ content: mouseCounter })
  return [context, await context.newPage()]
}

const miceHeard = (page: Page) => page.evaluate('window.heardMice')
const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** Signs a person in on the page without its forms. */
async function enter(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(goodPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

describe('customers in a browser', () => {
  let platform: TestPlatform
  let browser: Browser

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })

  describe.each(screens)('at $width pixels, $colorScheme', (screen) => {
    it('goes from a fresh sign-up to a won deal with nothing but the keyboard', async () => {
      const [context, page] = await openPage(browser, platform, screen)
      try {
        const name = `Salon ${screen.colorScheme} ${screen.width}`
        await page.goto('/sign-up')
        await write(page, page.getByLabel('Your name'), 'Anna Berg')
        await write(page, page.getByLabel('Email'), `anna-${screen.width}-${screen.colorScheme}@example.com`)
        await write(page, page.getByLabel('Password'), goodPassword)
        await page.keyboard.press('Enter')
        await write(page, page.getByLabel('Name of a new workspace'), name)
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name: 'Hello Anna' }).waitFor()
        await press(page, page.getByRole('link', { name: /Turn on what you need/ }))
        await tabTo(page, page.getByRole('switch', { name: /Customers/ }))
        await page.keyboard.press('Space')
        // A narrow screen has the way to it behind its menu.
        await page.locator('nav a[href$="/crm/deals"]').waitFor({ state: 'attached' })

        await goTo(page, 'd', 'Deals')
        await addDeal(page)
        await moveOnBoard(page)
        await press(page, page.getByRole('link', { name: 'Wedding styling' }))
        await page.getByRole('heading', { name: 'Wedding styling', level: 1 }).waitFor()
        await changeWorth(page)
        await workOnTask(page)
        await writeNote(page)

        await press(page, page.getByRole('button', { name: 'Won', exact: true }))
        await page.getByText('Wedding styling is won').waitFor()
        await expect.poll(() => page.locator('[aria-current="step"]').textContent()).toContain('Won')
        await page.getByRole('tab', { name: 'What happened' }).waitFor()
        expect(await overflow(page)).toBe(0)
        expect(await miceHeard(page)).toBe(0)
      } finally {
        await context.close()
      }
    }, 120_000)
  })

  describe('with a second person', () => {
    let salon: Workspace
    let ben: Client
    let context: BrowserContext
    let page: Page

    beforeAll(async () => {
      salon = await makeWorkspace(platform.client, { modules: ['crm'] })
      ben = await addMember(salon, await signUp(platform.client, 'Ben Kim'), 'member')
    })
    beforeEach(async () => {
      ;[context, page] = await openPage(browser, platform, screens[1])
      await enter(page, salon.owner.email)
    })
    afterEach(() => context.close())

    const open = (path: string) => page.goto(`/w/${salon.slug}${path}`)

    it('shows a deal in the column where somebody else has just put it', async () => {
      const made = await salon.client.post('/api/crm/deals', { title: 'Bridal party' })
      expect(made.status).toBe(201)
      const { data: pipelines } = (await salon.client.get('/api/crm/pipelines')).body
      const offer = pipelines[0].stages[2]
      await open('/crm/deals')
      const column = page.getByRole('region', { name: offer.name, exact: true })
      await page.getByRole('link', { name: 'Bridal party' }).waitFor()
      expect(await column.getByRole('link', { name: 'Bridal party' }).count()).toBe(0)
      const moved = await ben.post(`/api/crm/deals/${made.body.id}/move`, { stageId: offer.id, afterId: null })
      expect(moved.status).toBe(200)
      await column.getByRole('link', { name: 'Bridal party' }).waitFor()
    })

    it('keeps a menu in hand while somebody else changes the deal that it is of', async () => {
      const made = await salon.client.post('/api/crm/deals', { title: 'Beard trim' })
      await open('/crm/deals')
      const card = page.getByRole('listitem').filter({ hasText: 'Beard trim' })
      await press(page, card.getByRole('button', { name: 'Actions for Beard trim' }))
      const chosen = page.locator('[role="menuitem"][data-highlighted]')
      await chosen.waitFor()
      await ben.patch(`/api/crm/deals/${made.body.id}`, { amount: { amount: 2500, currency: 'EUR' } })
      await card.getByText('25').waitFor()
      await page.keyboard.press('o')
      await expect.poll(() => chosen.textContent()).toBe('Offer made')
      await page.keyboard.press('Enter')
      await page.getByRole('region', { name: 'Offer made' }).getByRole('link', { name: 'Beard trim' }).waitFor()
    })

    it('moves a card on a touch screen by its menu, and says so', async () => {
      await salon.client.post('/api/crm/deals', { title: 'Perm' })
      const phone = await browser.newContext({ ...touchScreen, baseURL: platform.url })
      try {
        const screen = await phone.newPage()
        await enter(screen, salon.owner.email)
        await screen.goto(`/w/${salon.slug}/crm/deals`)
        await screen.getByText(/^To move a card, press/).waitFor()
        await screen.getByRole('button', { name: 'Actions for Perm' }).tap()
        await screen.getByRole('menuitem', { name: 'Talking' }).tap()
        await screen.getByRole('region', { name: 'Talking' }).getByRole('link', { name: 'Perm' }).waitFor()
      } finally {
        await phone.close()
      }
    })

    it('puts a move back, with a sentence, when the API refuses it', async () => {
      const made = await salon.client.post('/api/crm/deals', { title: 'Gift cards' })
      await open('/crm/deals')
      const first = page.getByRole('region', { name: 'New', exact: true })
      await first.getByRole('link', { name: 'Gift cards' }).waitFor()
      await page.route('**/move', (route) =>
        route.fulfill({ status: 503, json: { title: 'The server is busy', status: 503 } }),
      )
      await tabTo(page, page.getByRole('link', { name: 'Gift cards' }))
      await page.keyboard.press('Shift+ArrowRight')
      await page.getByText('The server is busy').waitFor()
      await first.getByRole('link', { name: 'Gift cards' }).waitFor()
      expect((await salon.client.get(`/api/crm/deals/${made.body.id}`)).body.status).toBe('open')
    })

    it('keeps what was chosen by keys while suggestions come in, and sends no form with a name that is not chosen', async () => {
      await salon.client.post('/api/crm/contacts', { firstName: 'Miriam', lastName: 'Sundt' })
      await open('/crm/deals?panel=add')
      const dialog = page.getByRole('dialog')
      let letCome: () => void = () => undefined
      const mayCome = new Promise<void>((resolve) => {
        letCome = resolve
      })
      await page.route('**/crm/contacts?q=Mi&*', async (route) => {
        await mayCome
        await route.continue()
      })
      await write(page, dialog.getByLabel('What is it about?'), 'Hair extensions')
      await write(page, dialog.getByLabel('Contact'), 'Mi')
      const add = dialog.getByRole('option', { name: 'Add “Mi”' })
      await add.waitFor()
      await page.keyboard.press('ArrowUp')
      letCome()
      await dialog.getByRole('option', { name: 'Miriam Sundt' }).waitFor()
      expect(await add.getAttribute('aria-selected')).toBe('true')
      await page.keyboard.press('Escape')

      await write(page, dialog.getByLabel('Contact'), 'Miriam')
      await dialog.getByRole('option', { name: 'Miriam Sundt' }).waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await expect.poll(() => dialog.getByRole('combobox', { name: 'Contact' }).inputValue()).toBe('Miriam Sundt')
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'hidden' })
      const { data } = (await salon.client.get('/api/crm/deals?q=extensions')).body
      expect(data).toMatchObject([{ contact: { name: 'Miriam Sundt' } }])
    })

    it('tags all contacts that match, also those not loaded yet, and takes it back', async () => {
      const people = Array.from({ length: 210 }, (_, place) => ({ firstName: 'Guest', lastName: `No ${place}` }))
      for (const some of portions(people, 13))
        await Promise.all(some.map((body) => salon.client.post('/api/crm/contacts', body)))
      const tagged = async () => (await salon.client.get('/api/crm/contacts/count?tag=party')).body.count
      await open('/crm/contacts?q=guest')
      await page.getByText('More than 100 contacts').waitFor()
      await tabTo(page, page.getByRole('checkbox', { name: /Choose all 200/ }))
      await page.keyboard.press('Space')
      await page.getByRole('region', { name: 'Chosen contacts' }).waitFor()
      await page.keyboard.press('a')
      await press(page, page.getByRole('button', { name: 'Choose all 210 that match' }))
      await press(page, page.getByRole('button', { name: 'Tags', exact: true }))
      await write(page, page.getByLabel('Tags to add'), 'party')
      await page.keyboard.press('Enter')
      await press(page, page.getByRole('button', { name: 'Change tags' }))
      await page.getByText('Tags changed on 210 contacts').waitFor()
      expect(await tagged()).toBe(210)
      await takeBack(page)
      await expect.poll(tagged).toBe(0)
    })

    it('makes one contact of two that share an address', async () => {
      await salon.client.post('/api/crm/contacts', { firstName: 'Eva', lastName: 'Lind', emails: ['eva@example.com'] })
      await salon.client.post('/api/crm/contacts', {
        firstName: 'Evi',
        lastName: 'Lind',
        emails: ['eva@example.com'],
        phones: ['+46 8 123 456'],
      })
      await open('/crm/duplicates')
      await press(page, page.getByRole('button', { name: /Look and merge: 2 with the same email/ }))
      const dialog = page.getByRole('dialog')
      await tabTo(
        page,
        dialog
          .getByRole('radio', { name: 'Evi', exact: true })
          .or(dialog.getByRole('radio', { name: 'Eva', exact: true })),
      )
      const wanted = dialog.getByRole('radio', { name: 'Eva', exact: true })
      if (!(await wanted.isChecked())) await page.keyboard.press('ArrowDown')
      expect(await wanted.isChecked()).toBe(true)
      await press(page, dialog.getByRole('button', { name: 'Make one of 2' }))
      await page.getByText('Nobody is here twice').waitFor()
      const { data } = (await salon.client.get('/api/crm/contacts?q=lind')).body
      expect(data).toMatchObject([{ firstName: 'Eva', emails: ['eva@example.com'], phones: ['+46 8 123 456'] }])
    })

    it('works a field out of others, shows it while it is typed, and says what is wrong with it', async () => {
      await salon.client.post('/api/crm/deals', { title: 'Big order', amount: { amount: 120_000, currency: 'EUR' } })
      await open('/crm/deals?panel=fields')
      const dialog = page.getByRole('dialog')
      await write(page, dialog.getByLabel('Name of the field'), 'Deposit')
      await tabTo(page, dialog.getByLabel('What goes in it'))
      await page.keyboard.press('w')
      await tabTo(page, dialog.getByRole('checkbox', { name: 'Contacts' }))
      await page.keyboard.press('Space')
      await tabTo(page, dialog.getByRole('checkbox', { name: 'Companies' }))
      await page.keyboard.press('Space')
      await tabTo(page, dialog.getByRole('checkbox', { name: 'Deals' }))
      await page.keyboard.press('Space')
      await write(page, dialog.getByLabel('Formula'), '{Amount} * ')
      await dialog.getByText('It is about this place').waitFor({ state: 'attached' })
      await page.keyboard.insertText('0.25')
      await dialog.getByText(/^The newest of your deals gets: 300$/).waitFor()
      await press(page, dialog.getByRole('button', { name: 'Add field' }))
      await dialog.getByText('Deals. Worked out from others: {Amount} * 0.25').waitFor()
      const { data } = (await salon.client.get('/api/crm/deals?q=big')).body
      expect(data[0].custom.Deposit).toBe(300)
    })

    it('shows what somebody else changes in a contact while it is being changed, and loses nothing that was typed', async () => {
      const { id } = (
        await salon.client.post('/api/crm/contacts', { firstName: 'Kim', lastName: 'Hale', city: 'Bonn' })
      ).body
      await open(`/crm/contacts/${id}?edit=1`)
      const form = page.getByRole('form', { name: 'Change this contact' })
      await form.waitFor()
      // Nothing is typed yet: theirs simply comes.
      await ben.patch(`/api/crm/contacts/${id}`, { lastName: 'Hale-Roth' })
      await expect.poll(() => form.getByLabel('Last name').inputValue()).toBe('Hale-Roth')
      await write(page, form.getByLabel('Job title'), 'Florist')
      await write(page, form.getByLabel('City'), 'Köln')
      await ben.patch(`/api/crm/contacts/${id}`, { city: 'Mainz', country: 'Germany' })
      await page.getByText('Somebody changed this contact while you were typing.').waitFor()
      expect(await form.getByLabel('Job title').inputValue()).toBe('Florist')
      await press(page, page.getByRole('button', { name: 'Load their changes' }))
      await expect.poll(() => form.getByLabel('Country').inputValue()).toBe('Germany')
      await form.getByText('Somebody else wrote here: Mainz').waitFor()
      await press(page, form.getByRole('button', { name: 'Save' }))
      await form.waitFor({ state: 'hidden' })
      expect((await salon.client.get(`/api/crm/contacts/${id}`)).body).toMatchObject({
        lastName: 'Hale-Roth',
        jobTitle: 'Florist',
        city: 'Köln',
        country: 'Germany',
      })
    })

    it('brings a deleted contact back', async () => {
      const made = await salon.client.post('/api/crm/contacts', { firstName: 'Otto', lastName: 'Frey' })
      await open(`/crm/contacts/${made.body.id}`)
      await press(page, page.getByRole('button', { name: 'Delete' }))
      await page.getByRole('heading', { name: 'Contacts', exact: true }).waitFor()
      expect((await salon.client.get(`/api/crm/contacts/${made.body.id}`)).status).toBe(404)
      await takeBack(page)
      await expect.poll(async () => (await salon.client.get(`/api/crm/contacts/${made.body.id}`)).status).toBe(200)
      await page.getByRole('link', { name: 'Otto Frey' }).waitFor()
    })

    it('lists what was deleted, brings it back, and lets go of it for good', async () => {
      const make = async (title: string) => {
        const { id } = (await ben.post('/api/crm/deals', { title })).body
        await ben.delete(`/api/crm/deals/${id}`)
        return id
      }
      const [kept, lost] = [await make('Kept after all'), await make('Lost for ever')]
      await open('/crm/trash?kind=deal')
      const list = page.getByRole('list', { name: 'In the trash' })
      await list.getByText('Lost for ever').waitFor()
      await expect.poll(() => list.getByRole('listitem').first().textContent()).toContain('Deleted by Ben Kim')
      await press(page, page.getByRole('button', { name: 'Bring back Kept after all' }))
      await page.getByText('Kept after all is back').waitFor()
      await expect.poll(() => list.getByText('Kept after all').count()).toBe(0)
      expect((await salon.client.get(`/api/crm/deals/${kept}`)).status).toBe(200)
      await press(page, page.getByRole('button', { name: 'Delete for good: Lost for ever' }))
      await press(page, page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }))
      await expect.poll(() => list.getByText('Lost for ever').count()).toBe(0)
      expect((await salon.client.post(`/api/crm/deals/${lost}/restore`)).status).toBe(404)
      // Somebody else's deletion comes by itself.
      await make('Just now')
      await list.getByText('Just now').waitFor()
    })

    it('shows no page that axe finds fault with, in both themes, and none wider than the screen', async () => {
      const contact = (await salon.client.post('/api/crm/contacts', { firstName: 'Mia', lastName: 'Sol' })).body
      const company = (await salon.client.post('/api/crm/companies', { name: 'Sol & Co' })).body
      const deal = (
        await salon.client.post('/api/crm/deals', { title: 'Party', contactId: contact.id, companyId: company.id })
      ).body
      await salon.client.post('/api/crm/tasks', { title: 'Call Mia', dealId: deal.id, dueOn: '2020-01-01' })
      await salon.client.post('/api/crm/notes', { body: 'Loves lilies.', dealId: deal.id })
      const gone = (await salon.client.post('/api/crm/deals', { title: 'Gone' })).body
      await salon.client.delete(`/api/crm/deals/${gone.id}`)
      const paths = [
        '/crm/overview',
        '/crm/deals',
        '/crm/deals?view=table',
        '/crm/deals?panel=add',
        '/crm/deals?panel=pipeline',
        `/crm/deals/${deal.id}?tab=notes`,
        '/crm/tasks',
        '/crm/tasks?task=new',
        '/crm/contacts?panel=columns',
        `/crm/contacts/${contact.id}?tab=deals`,
        '/crm/companies',
        `/crm/companies/${company.id}?tab=tasks`,
        '/crm/duplicates',
        '/crm/trash',
        `/crm/trash?remove=${gone.id}`,
      ]
      const found: Record<string, unknown> = {}
      for (const { colorScheme, width } of screens.slice(0, 2)) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        for (const path of paths) {
          await open(path)
          await page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first().waitFor()
          await expect.poll(() => page.getByRole('status', { name: 'Loading' }).count()).toBe(0)
          const wrong = await askAxe(page)
          if (wrong.length > 0) found[`${colorScheme} ${path}`] = wrong
          if ((await overflow(page)) !== 0) found[`${width} ${path} is wider than the screen`] = await overflow(page)
        }
      }
      expect(found).toEqual({})
    }, 240_000)
  })
})

/** Presses G and another key, which open a page from anywhere. */
async function goTo(page: Page, key: string, title: string): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press(key)
  await page.getByRole('heading', { name: title, exact: true, level: 1 }).waitFor()
}

async function addDeal(page: Page): Promise<void> {
  await press(page, page.getByRole('button', { name: 'Add the first deal' }))
  const dialog = page.getByRole('dialog')
  await write(page, dialog.getByLabel('What is it about?'), 'Wedding styling')
  await write(page, dialog.getByLabel('Worth'), '840')
  await write(page, dialog.getByLabel('Contact'), 'Mia Sol')
  await dialog.getByRole('option', { name: 'Add “Mia Sol”' }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect.poll(() => dialog.getByRole('combobox', { name: 'Contact' }).getAttribute('aria-expanded')).toBe('false')
  await expect.poll(() => dialog.getByRole('combobox', { name: 'Contact' }).inputValue()).toBe('Mia Sol')
  await press(page, dialog.getByRole('button', { name: 'Add deal' }))
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('region', { name: 'New', exact: true }).getByRole('link', { name: 'Wedding styling' }).waitFor()
}

/** By Shift and an arrow key first, then by the card's menu. */
async function moveOnBoard(page: Page): Promise<void> {
  const card = page.getByRole('link', { name: 'Wedding styling' })
  await tabTo(page, card)
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('region', { name: 'Talking' }).getByRole('link', { name: 'Wedding styling' }).waitFor()
  await press(page, page.getByRole('button', { name: 'Actions for Wedding styling' }))
  const stage = page.getByRole('menuitem', { name: 'Offer made' })
  await stage.waitFor()
  // The menu takes the focus a moment after it is seen.
  await expect
    .poll(async () => {
      const isThere = (await stage.getAttribute('data-highlighted')) !== null
      if (!isThere) await page.keyboard.press('o')
      return isThere
    })
    .toBe(true)
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Offer made' }).getByRole('link', { name: 'Wedding styling' }).waitFor()
}

async function changeWorth(page: Page): Promise<void> {
  await press(page, page.getByRole('button', { name: /change: Worth/ }))
  await write(page, page.getByLabel('Worth'), '920')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /920.*change: Worth/ }).waitFor()
}

async function workOnTask(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('tab', { name: 'What happened' }))
  await page.keyboard.press('ArrowRight')
  await write(page, page.getByLabel('New task'), 'Send the offer today')
  await page.keyboard.press('Enter')
  const done = page.getByRole('checkbox', { name: 'Done: Send the offer' })
  await tabTo(page, done)
  await page.keyboard.press('Space')
  await page.getByText('Done: Send the offer', { exact: true }).last().waitFor()
  await done.waitFor({ state: 'hidden' })
  await takeBack(page)
  await done.waitFor()
  expect(await done.isChecked()).toBe(false)
}

async function writeNote(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('tab', { name: 'Tasks' }), 'Shift+Tab')
  await page.keyboard.press('ArrowRight')
  await write(page, page.getByLabel('New note'), 'Small white flowers.')
  await press(page, page.getByRole('button', { name: 'Add note' }))
  await page.getByRole('list', { name: 'Notes' }).getByText('Small white flowers.').waitFor()
}

function portions<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) =>
    items.slice(place * size, (place + 1) * size),
  )
}
