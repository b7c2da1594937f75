import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { totpCode } from '../kernel/auth/two-steps/totp.ts'
import { mailsTo } from '../kernel/request/testing/replies.ts'
import { askAxe } from '../tools/testing/ask-axe.ts'
import { startBrowser } from '../tools/testing/browser.ts'
import { goodPassword, makeWorkspace, type Person, signUp } from '../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../tools/testing/test-platform.ts'

/** A code of an app that runs some half minutes late or early: each works once. */
const codeIn = (secret: string | null, steps = 0) =>
  totpCode(secret?.replaceAll(' ', '') ?? '', Date.now() + steps * 30_000)

interface SignedPasskey {
  readonly id: string
  readonly response: { readonly signature: string; readonly clientDataJSON: string; readonly authenticatorData: string }
}

/** What the sign-in page does with a passkey, as the text of a function: signs, and answers it as JSON. */
const signInPage = `async (given) => {
  const toBytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const publicKey = { ...given, challenge: toBytes(given.challenge), allowCredentials: [] }
  const { id, response } = await navigator.credentials.get({ publicKey })
  return {
    id, rawId: id, type: 'public-key', clientExtensionResults: {},
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: toText(response.userHandle),
    },
  }
}`

describe('signing in, in a browser', () => {
  let platform: TestPlatform
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let heard: string[]

  beforeAll(async () => {
    ;[platform, browser] = await Promise.all([startTestPlatform({ database: 'pglite', web: true }), startBrowser()])
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await platform?.stop()
  })
  beforeEach(async () => {
    context = await browser.newContext({ baseURL: platform.url, viewport: { width: 1280, height: 900 } })
    page = await context.newPage()
    heard = []
    page.on('pageerror', (error) => heard.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') heard.push(message.text())
    })
  })
  afterEach(() => context.close())

  const signInBy = async (person: Person, path = '/sign-in') => {
    await page.goto(path)
    await page.getByLabel('Email').fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  const arriveAt = (path: string) => expect.poll(() => new URL(page.url()).pathname).toBe(path)
  const signOut = async () => {
    await page.evaluate(() => fetch('/api/auth/logout', { method: 'POST' }))
    await page.evaluate('localStorage.clear()')
  }
  /** From the profile: an app by the key that is written there. */
  const setUpApp = async () => {
    await page.getByRole('button', { name: 'Set up an app' }).first().click()
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
    const secret = await page.getByRole('dialog').locator('code').textContent()
    await page.getByLabel('Code that the app shows now').fill(codeIn(secret, -1))
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Backup codes' }).waitFor()
    const codes = await page.getByRole('list', { name: 'Backup codes' }).getByRole('listitem').allTextContents()
    expect(codes).toHaveLength(10)
    return { secret, codes }
  }

  it('asks nothing about a sign-in where nobody ever signed in, and goes on where somebody did', async () => {
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/auth/refresh')) asked.push(request.url())
    })
    await page.goto('/')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(asked).toEqual([])
    expect(heard).toEqual([])
    await signInBy(await signUp(platform.client))
    await arriveAt('/workspaces')
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await arriveAt('/workspaces')
    expect(asked).toHaveLength(1)
    await context.clearCookies()
    await page.reload()
    await arriveAt('/sign-in')
    await page.reload()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(asked).toHaveLength(2)
  })

  it('takes somebody from setting up an app to signing in with its code, to the page that they wanted', async () => {
    const anna = await signUp(platform.client)
    await signInBy(anna, '/sign-in?next=/profile')
    await arriveAt('/profile')
    const { secret, codes } = await setUpApp()
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('10 left').waitFor()

    await signOut()
    await signInBy(anna, '/sign-in?next=/profile')
    const code = page.getByLabel('Code', { exact: true })
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code')
    await expect.poll(() => page.locator('input:focus').getAttribute('name')).toBe('code')
    await code.fill(codeIn(secret, 40))
    await page.keyboard.press('Enter')
    await page.getByText('This code is not right. Look at the app again').waitFor()
    const good = codeIn(secret)
    await code.fill(`${good.slice(0, 3)} ${good.slice(3)}`)
    await page.getByLabel('Do not ask again in this browser for 30 days').check()
    await page.keyboard.press('Enter')
    await arriveAt('/profile')
    await page.getByText('This browser').waitFor()

    await signOut()
    await signInBy(anna)
    await arriveAt('/workspaces')
    await page.goto('/profile')
    await page.getByRole('button', { name: /^Ask again/ }).click()
    await page.getByText('is asked again from now on').waitFor()

    await signOut()
    await signInBy(anna, '/sign-in?next=/profile')
    await page.getByRole('button', { name: 'Use a backup code' }).click()
    await page.getByLabel('Backup code').fill(codes[3]?.toUpperCase() ?? '')
    await page.keyboard.press('Enter')
    await arriveAt('/profile')
    await page.getByText('9 left').waitFor()
    expect(heard.filter((text) => !/status of 4\d\d/.test(text))).toEqual([])
  })

  it('asks for the password before a change when the sign-in is a while ago', async () => {
    const anna = await signUp(platform.client)
    await signInBy(anna, '/sign-in?next=/profile')
    await arriveAt('/profile')
    const age = () =>
      platform.owner.query(`update kernel.sessions set proven_at = now() - interval '11 minutes' where user_id = $1`, [
        anna.id,
      ])
    await age()
    await page.getByRole('button', { name: 'Set up an app' }).click()
    await page.getByRole('dialog', { name: 'Is it still you?' }).getByLabel('Password').fill('something else')
    await page.keyboard.press('Enter')
    await page.getByText('This is not your password').waitFor()
    await page.getByRole('dialog', { name: 'Is it still you?' }).getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    const secret = await page.getByRole('dialog', { name: 'Set up an app' }).locator('code').textContent()
    await page.getByLabel('Code that the app shows now').fill(codeIn(secret, -1))
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await age()
    await page.getByRole('button', { name: 'Turn off two-step sign-in' }).click()
    await page.getByRole('button', { name: 'Turn it off' }).click()
    await page.getByRole('dialog', { name: 'Is it still you?' }).getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Set up an app' }).waitFor()
    expect((await anna.client.get('/api/auth/two-steps')).body.since).toBeNull()
  })

  it('signs in by a mailed link, by the button and not by the visit, once', async () => {
    const anna = await signUp(platform.client)
    await platform.owner.query('update kernel.users set email_verified_at = now() where id = $1', [anna.id])
    await page.goto('/sign-in?next=/profile')
    await page.getByRole('button', { name: 'Mail me a link' }).click()
    await page.getByLabel('Email').fill(anna.email)
    await page.keyboard.press('Enter')
    await page.getByText(`If ${anna.email} has an account here`).waitFor()
    const mailed = () => mailsTo(platform.client, anna.email, 'Your link to sign in')
    await expect.poll(async () => (await mailed()).length).toBe(1)
    const link = /https?:\S+/.exec((await mailed())[0]?.body ?? '')?.[0] ?? ''
    expect((await fetch(link)).status).toBe(200)
    for (let visit = 0; visit < 2; visit++) {
      await page.goto(link)
      await page.getByText('You have opened the link from your mail.').waitFor()
    }
    await page.getByRole('button', { name: 'Sign in' }).click()
    await arriveAt('/profile')
    await signOut()
    await page.goto(link)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('This link does not work any more.').waitFor()
    expect(await page.getByRole('link', { name: 'Send me another link' }).getAttribute('href')).toContain('by=link')
  })

  it('leads somebody whom a workspace asks for two steps to setting them up, and back', async () => {
    const salon = await makeWorkspace(platform.client, { name: 'Salon of two steps' })
    await signInBy(salon.owner, `/sign-in?next=/w/${salon.slug}/members`)
    await page.getByRole('switch', { name: 'Ask everybody for it' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => page.getByRole('switch', { name: 'Ask everybody for it' }).isChecked()).toBe(false)
    await page.getByRole('switch', { name: 'Ask everybody for it' }).click()
    await page.getByRole('button', { name: 'Ask everybody' }).click()
    await page.getByText('Turn it on for yourself first').waitFor()
    await page.getByRole('link', { name: 'Set it up in your profile' }).click()
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
    const secret = await page.getByRole('dialog').locator('code').textContent()
    await page.getByLabel('Code that the app shows now').fill(codeIn(secret, -1))
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Back to the workspace' }).click()
    await arriveAt(`/w/${salon.slug}/members`)
    await page.getByRole('switch', { name: 'Ask everybody for it' }).click()
    await page.getByRole('button', { name: 'Ask everybody' }).click()
    await expect.poll(() => page.getByRole('switch', { name: 'Ask everybody for it' }).isChecked()).toBe(true)

    const ben = await signUp(platform.client, 'Ben Adler')
    await platform.owner.query('insert into kernel.memberships (tenant_id, user_id, role) values ($1, $2, $3)', [
      salon.id,
      ben.id,
      'member',
    ])
    await signOut()
    await signInBy(ben, `/sign-in?next=/w/${salon.slug}`)
    await page.getByText('This workspace asks for two-step sign-in').waitFor()
    expect(await askAxe(page)).toEqual([])
    await page.getByRole('link', { name: 'Set it up now' }).click()
    const own = await page.getByRole('dialog', { name: 'Set up an app' }).locator('code').textContent()
    await page.getByLabel('Code that the app shows now').fill(codeIn(own, -1))
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Back to the workspace' }).click()
    await page.getByRole('heading', { name: /Ben/ }).waitFor()
  })

  it('shows no page of signing in that axe finds fault with, light and dark, narrow and wide', async () => {
    const anna = await signUp(platform.client)
    const found: Record<string, unknown> = {}
    const look = async (name: string) => {
      const wrong = await askAxe(page)
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      if (wrong.length > 0 || Number(overflow) > 0) found[name] = { wrong, overflow }
    }
    let isFirst = true
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 320],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      for (const path of ['/sign-in', '/sign-in?by=link', '/sign-in/link?token=x', '/sign-in/link']) {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await look(`${colorScheme} ${path}`)
      }
      await signInBy(anna, '/sign-in?next=/profile')
      if (isFirst) {
        await arriveAt('/profile')
        await page.getByText('You have none yet.').waitFor()
        await look(`${colorScheme} profile, off`)
        await page.getByRole('button', { name: 'Set up an app' }).click()
        await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
        await look(`${colorScheme} QR code`)
        await page.keyboard.press('Escape')
        const { codes } = await setUpApp()
        await look(`${colorScheme} backup codes`)
        await page.getByRole('button', { name: 'I have kept them' }).click()
        await page.getByText('10 left').waitFor()
        await look(`${colorScheme} profile, on`)
        await signOut()
        await signInBy(anna, '/sign-in?next=/profile')
        await page.getByRole('button', { name: 'Use a backup code' }).click()
        await look(`${colorScheme} backup code`)
        await page.getByLabel('Backup code').fill(codes[0] ?? '')
        await page.keyboard.press('Enter')
        await arriveAt('/profile')
        await signOut()
      } else {
        await page.getByRole('heading', { name: 'One more step' }).waitFor()
        await look(`${colorScheme} second step`)
      }
      isFirst = false
    }
    expect(found).toEqual({})
  }, 240_000)

  describe('with passkeys', () => {
    let devices: CDPSession
    let authenticatorId: string

    beforeEach(async () => {
      devices = await context.newCDPSession(page)
      await devices.send('WebAuthn.enable')
      ;({ authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      }))
    })

    const present = (enabled: boolean) =>
      devices.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    const credentials = async () => (await devices.send('WebAuthn.getCredentials', { authenticatorId })).credentials
    const addPasskey = async (name: string) => {
      await page.getByRole('button', { name: 'Add a passkey' }).click()
      await page.getByLabel('Name', { exact: true }).fill(name)
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.getByText(`${name} signs you in from now on`).waitFor()
    }
    const begin = async () => {
      const anna = await signUp(platform.client)
      await signInBy(anna, '/sign-in?next=/profile')
      await arriveAt('/profile')
      return anna
    }

    it('adds, renames and removes them, and signs in with one alone', async () => {
      const anna = await begin()
      await addPasskey('My laptop')
      const [credential] = await credentials()
      expect(credential).toMatchObject({ rpId: 'localhost', isResidentCredential: true })
      await page.getByRole('button', { name: 'Rename My laptop' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Laptop at home')
      await page.getByRole('button', { name: 'Save name' }).click()
      await page.getByRole('button', { name: 'Rename Laptop at home' }).waitFor()
      // The device has one for this person already.
      await page.getByRole('button', { name: 'Add a passkey' }).click()
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.getByText('This device has a passkey for you already').waitFor()
      await page.keyboard.press('Escape')

      await signOut()
      await present(false)
      await page.goto('/sign-in?next=/profile')
      await page.waitForLoadState('networkidle')
      await present(true)
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await arriveAt('/profile')
      const { body } = await anna.client.get('/api/auth/passkeys')
      expect(body.data).toMatchObject([{ name: 'Laptop at home', lastUsedAt: expect.any(String) }])
      await page.getByRole('button', { name: 'Remove Laptop at home' }).click()
      await page.getByRole('button', { name: 'Remove passkey' }).click()
      await page.getByText('You have none yet.').waitFor()

      await signOut()
      await present(false)
      await page.goto('/sign-in')
      await present(true)
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await page.getByText('This passkey was not accepted').waitFor()
      for (const subject of ['The passkey My laptop was added', 'A passkey was removed'])
        expect(await mailsTo(platform.client, anna.email, subject)).toHaveLength(1)
    })

    it('offers them where the email address is written', async () => {
      const anna = await begin()
      await addPasskey('My laptop')
      await signOut()
      // This device chooses at once among what is offered to it.
      await page.goto('/sign-in?next=/profile')
      await arriveAt('/profile')
      await page.getByRole('button', { name: 'Rename My laptop' }).waitFor()
      const [signIn] = await platform.owner.query(
        `select data ->> 'how' as how from kernel.ledger where tenant_id = $1 and action = 'person.signedIn' order by id desc`,
        [anna.id],
      )
      expect(signIn).toEqual({ how: 'passkey' })
    })

    it('takes one as the second step after the password, and turns two steps on with it', async () => {
      const anna = await begin()
      await addPasskey('My phone')
      await page.getByRole('button', { name: 'Use my passkey' }).click()
      await page.getByRole('list', { name: 'Backup codes' }).waitFor()
      await page.getByRole('button', { name: 'I have kept them' }).click()
      await signOut()
      await present(false)
      await signInBy(anna, '/sign-in?next=/profile')
      await page.getByRole('heading', { name: 'One more step' }).waitFor()
      await present(true)
      await page.getByRole('button', { name: 'Use my passkey' }).click()
      await arriveAt('/profile')
      await page.getByRole('button', { name: 'Remove My phone' }).click()
      await page.getByRole('button', { name: 'Remove passkey' }).click()
      await page.getByText('You have none yet.').waitFor()
      await expect.poll(async () => (await anna.client.get('/api/auth/two-steps')).body.since).toBeNull()
    })

    /** What the page would send, made in the page and sent by the test as it likes. */
    const sign = async (optionsPath: string, sent?: unknown, changed: Readonly<Record<string, string>> = {}) => {
      const { body } = await platform.client.post(optionsPath, sent)
      return page.evaluate<SignedPasskey>(`(${signInPage})(${JSON.stringify({ ...body, ...changed })})`)
    }
    const enter = (passkey: unknown) => platform.client.post('/api/auth/login/passkey', { passkey })
    const options = '/api/auth/login/passkey/options'
    const refused = { status: 422, body: { type: expect.stringContaining('kernel.passkeyRefused') } }

    it('refuses a signature twice, for another use, altered, of a copied passkey and of one that asks nobody', async () => {
      const anna = await begin()
      await addPasskey('My laptop')
      const once = await sign(options)
      expect(await enter(once)).toMatchObject({ status: 200, body: { user: { id: anna.id } } })
      // As with a passkey on several devices, which keep no count: only the challenge can tell.
      await platform.owner.query('update kernel.passkeys set counter = 0 where user_id = $1', [anna.id])
      expect(await enter(once)).toMatchObject(refused)

      await anna.client.put('/api/auth/two-steps', { on: true })
      const login = { email: anna.email, password: anna.password }
      const { token } = (await platform.client.post('/api/auth/login', login)).body.secondStep
      const forStep = await sign('/api/auth/login/second-step/passkey', { token })
      expect(await enter(forStep)).toMatchObject(refused)
      const forEntry = await sign(options)
      const second = (passkey: unknown) => platform.client.post('/api/auth/login/second-step', { token, passkey })
      expect(await second(forEntry)).toMatchObject(refused)
      expect(await second(forStep)).toMatchObject({ status: 200 })

      const fresh = await sign(options)
      const { response } = fresh
      const flipped = response.signature.replace(/^.{20}/, (start) => [...start].reverse().join(''))
      expect(await enter({ ...fresh, response: { ...response, signature: flipped } })).toMatchObject(refused)
      expect(await enter({ ...fresh, id: 'AAAA', rawId: 'AAAA' })).toMatchObject(refused)

      // A copy: its count of signatures stays behind the one that went on.
      await platform.owner.query('update kernel.passkeys set counter = counter + 100 where user_id = $1', [anna.id])
      expect(await enter(await sign(options))).toMatchObject(refused)
      await platform.owner.query('update kernel.passkeys set counter = 1 where user_id = $1', [anna.id])
      expect(await enter(await sign(options))).toMatchObject({ status: 200 })

      // One that is there, and unlocked by nobody.
      await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
      expect(await enter(await sign(options, undefined, { userVerification: 'discouraged' }))).toMatchObject(refused)
    })

    it('gives one passkey to one person, and each person their own', async () => {
      const anna = await begin()
      await addPasskey('My laptop')
      const ben = await signUp(platform.client)
      const { id } = (await anna.client.get('/api/auth/passkeys')).body.data[0]
      expect((await ben.client.get('/api/auth/passkeys')).body.data).toEqual([])
      expect((await ben.client.delete(`/api/auth/passkeys/${id}`)).status).toBe(404)
      expect((await ben.client.patch(`/api/auth/passkeys/${id}`, { name: 'Mine' })).status).toBe(404)
      await ben.client.post('/api/auth/totp')
      const passkey = await sign(options)
      for (const junk of [{}, { ...passkey, response: {} }, { ...passkey, id: '!' }])
        expect((await enter(junk)).status).toBe(422)
    })
  })
})
