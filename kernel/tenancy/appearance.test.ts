import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { problem, refusedAt } from '../request/testing/replies.ts'
import { languageFor } from './choices.ts'

/** The smallest picture that a browser shows: one transparent pixel. */
const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
)
const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0])
const webp = new Uint8Array([...new TextEncoder().encode('RIFF\u0004\u0000\u0000\u0000WEBPVP8 '), 0])

describe.each(databases)('how a workspace looks and counts, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform.stop())

  const fetchLogo = (address: string) => fetch(new URL(address, platform.url))
  const putLogo = (bytes: Uint8Array, type = 'image/png', headers = {}) =>
    salon.client.put('/api/tenant/logo', bytes, { 'content-type': type, ...headers })

  it('begins without a logo and a colour, in UTC, euros and English', async () => {
    const plain = { logoUrl: null, colour: null, timeZone: 'UTC', currency: 'EUR', language: 'en' }
    const fresh = await makeWorkspace(platform.client)
    for (const path of ['/api/tenant', '/api/tenant/access'])
      expect((await fresh.client.get(path)).body).toMatchObject(plain)
  })

  it('begins where its maker is: with the time zone and money that they say, and the language of their browser', async () => {
    const { client } = await signUp(platform.client)
    const place = { timeZone: 'Europe/Vienna', currency: 'CHF' }
    const german = { 'accept-language': 'tlh, de-AT;q=0.9, en;q=0.8' }
    const made = await client.post('/api/tenants', { name: 'Salon Wien', ...place }, german)
    expect(made).toMatchObject({ status: 201, body: { ...place, language: 'de' } })
    const said = await client.post('/api/tenants', { name: 'Salon Lyon', language: 'fr' }, german)
    expect(said.body).toMatchObject({ timeZone: 'UTC', language: 'fr' })
    expect(await client.post('/api/tenants', { name: 'X', timeZone: 'Mars/Olympus' })).toEqual(refusedAt('#/timeZone'))
  })

  it('is chosen by its managers, and everybody in it sees it at once', async () => {
    const member = await addMember(salon, await signUp(platform.client), 'member')
    await member.get('/api/tenant')
    const chosen = { colour: '#1f6feb', timeZone: 'Europe/Berlin', currency: 'CHF', language: 'de' }
    const changed = await salon.client.patch('/api/tenant', { ...chosen, colour: '#1F6FEB' })
    expect(changed).toMatchObject({ status: 200, body: { ...chosen, id: salon.id, slug: salon.slug } })
    for (const path of ['/api/tenant', '/api/tenant/access'])
      expect((await member.get(path)).body).toMatchObject(chosen)
    expect(await member.patch('/api/tenant', { colour: '#000000' })).toMatchObject(problem(403, 'kernel.notAllowed'))
    const [record] = (await salon.client.get('/api/audit?limit=1')).body.data
    expect(record).toMatchObject({ action: 'tenant.changed', data: chosen })
    expect((await salon.client.patch('/api/tenant', { colour: null })).body).toMatchObject({ ...chosen, colour: null })
  })

  it.each([
    ['colour', 'red', 'blue', '#12345', '#12345g', 'url(x)', 7],
    ['timeZone', 'Mars/Olympus', '+01:00', 'UTC+3', 'Europe/Berlin; drop', '', null],
    ['currency', 'EURO', 'eur', 'XXX', 'DEM', null],
    ['language', 'xx', 'deutsch', 'DE', null],
  ])('takes no %s that is none', async (name, ...wrong) => {
    for (const value of wrong)
      expect(await salon.client.patch('/api/tenant', { [name]: value }), String(value)).toEqual(refusedAt(`#/${name}`))
  })

  it('offers what may be chosen, and takes each of it', async () => {
    const { body } = await salon.client.get('/api/tenant/choices')
    expect(body.timeZones).toContain('Europe/Berlin')
    expect(body.currencies).toContain('JPY')
    for (const currency of body.currencies)
      expect(new Intl.DisplayNames('en', { type: 'currency' }).of(currency), currency).toBeDefined()
    for (const timeZone of ['europe/berlin', 'Asia/Kolkata', 'Asia/Calcutta', 'UTC', 'America/Argentina/Ushuaia'])
      expect((await salon.client.patch('/api/tenant', { timeZone })).status, timeZone).toBe(200)
    // PostgreSQL counts local time in each of them.
    const known = await platform.owner.query(
      'select lower(name) as name from unnest($1::text[]) as name where (now() at time zone name) is not null',
      [body.timeZones],
    )
    expect(known).toHaveLength(body.timeZones.length)
    for (const language of body.languages)
      expect((await salon.client.patch('/api/tenant', { language })).body.language).toBe(language)
  })

  it('shows its logo to anybody, for ever and with no rights at all', async () => {
    const { status, body } = await putLogo(png)
    expect(status).toBe(200)
    expect((await salon.client.get('/api/tenant')).body.logoUrl).toBe(body.logoUrl)
    expect((await salon.owner.client.get('/api/me')).body.memberships[0].tenant.logoUrl).toBe(body.logoUrl)
    const shown = await fetchLogo(body.logoUrl)
    expect(shown.status).toBe(200)
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(png)
  })

  it('shows another logo at another address, and none once it is removed', async () => {
    const before = (await putLogo(png)).body.logoUrl
    const after = (await putLogo(jpeg, 'image/jpeg')).body.logoUrl
    expect(after).not.toBe(before)
    expect((await fetchLogo(before)).status).toBe(404)
    expect((await fetchLogo(after)).headers.get('content-type')).toBe('image/jpeg')
    expect((await salon.client.delete('/api/tenant/logo')).status).toBe(204)
    expect((await fetchLogo(after)).status).toBe(404)
    expect((await salon.client.get('/api/tenant')).body.logoUrl).toBeNull()
    expect(await salon.client.delete('/api/tenant/logo')).toMatchObject(problem(404, 'kernel.notFound'))
    const actions = (await salon.client.get('/api/audit?limit=3')).body.data.map(
      ({ action }: { action: string }) => action,
    )
    expect(actions).toEqual(['tenant.logoRemoved', 'tenant.logoChanged', 'tenant.logoChanged'])
  })

  it('serves a logo as what it is, whatever it was said to be', async () => {
    const { body } = await putLogo(webp, 'image/png')
    expect((await fetchLogo(body.logoUrl)).headers.get('content-type')).toBe('image/webp')
  })

  it('takes no logo that is no picture, or too large a one', async () => {
    const markup = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    expect(await putLogo(markup)).toMatchObject(problem(422, 'kernel.notAPicture'))
    expect(await putLogo(new Uint8Array())).toMatchObject(problem(422, 'kernel.notAPicture'))
    expect(await putLogo(markup, 'image/svg+xml')).toMatchObject(problem(415, 'kernel.unsupportedType'))
    const large = new Uint8Array(256 * 1024 + 1)
    large.set(png)
    expect(await putLogo(large)).toMatchObject(problem(413, 'kernel.bodyTooLarge'))
    expect((await putLogo(large.subarray(0, 256 * 1024))).status).toBe(200)
    const member = await addMember(salon, await signUp(platform.client), 'member')
    expect(await member.put('/api/tenant/logo', png, { 'content-type': 'image/png' })).toMatchObject(
      problem(403, 'kernel.notAllowed'),
    )
  })

  it('keeps two pictures under one Idempotency-Key apart', async () => {
    const once = { 'idempotency-key': `logo-${database}` }
    const first = await putLogo(png, 'image/png', once)
    expect(await putLogo(png, 'image/png', once)).toMatchObject({ status: 200, body: first.body })
    expect(await putLogo(jpeg, 'image/png', once)).toMatchObject(problem(422, 'kernel.idempotencyMismatch'))
  })

  it('shows no logo under the name of another workspace, nor of one that is deleted', async () => {
    const other = await makeWorkspace(platform.client)
    const { body } = await putLogo(png)
    const version = body.logoUrl.split('/').at(-1)
    expect((await fetchLogo(`/api/logos/${other.id}/${version}`)).status).toBe(404)
    expect((await fetchLogo(`/api/logos/nobody/${version}`)).status).toBe(422)
    const theirs = await other.client.put('/api/tenant/logo', png, { 'content-type': 'image/png' })
    expect((await fetchLogo(theirs.body.logoUrl)).status).toBe(200)
    await other.client.delete('/api/tenant')
    expect((await fetchLogo(theirs.body.logoUrl)).status).toBe(404)
  })

  it('is guarded by the database too', async () => {
    const set = (assignment: string) =>
      platform.owner.query(`update kernel.tenants set ${assignment} where id = $1`, [salon.id])
    for (const wrong of [
      `colour = 'red'`,
      `time_zone = 'Nowhere/Here'`,
      `currency = 'euro'`,
      `language = 'English please'`,
    ])
      await expect(set(wrong)).rejects.toThrow()
  })
})

describe('the language of a new workspace', () => {
  it.each([
    ['de-AT,de;q=0.9', 'de'],
    ['pt-PT', 'pt'],
    ['pt-BR', 'pt-BR'],
    ['zh-CN, zh;q=0.9', 'zh-Hans'],
    ['zh-TW, en;q=0.1', 'en'],
    ['en;q=0.2, nb-NO', 'nb'],
    ['no', 'nb'],
    ['*', 'en'],
    ['', 'en'],
    ['da;q=0', 'en'],
    [';;q=,,%%', 'en'],
  ])('takes of the languages that a browser likes, %j, %s', (header, language) => {
    expect(languageFor(header)).toBe(language)
  })
})
