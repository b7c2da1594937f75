import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Client, makeWorkspace, signUp, type Workspace } from '../../tools/testing/client.ts'
import { databases, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { problem } from '../request/testing/replies.ts'

/** The smallest picture that a browser shows: one transparent pixel. */
const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
)
const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0])
const notFound = problem(404, 'kernel.notFound')

describe.each(databases)('the picture of a person, on %s', (database) => {
  let platform: TestPlatform
  let salon: Workspace

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    salon = await makeWorkspace(platform.client)
  })
  afterAll(() => platform.stop())

  const put = (client: Client, bytes: Uint8Array, type = 'image/png', headers = {}) =>
    client.put('/api/me/picture', bytes, { 'content-type': type, ...headers })
  /** The bytes, which a text client would spoil. */
  const fetchAs = (client: { readonly accessToken: string }, path: string, tenant?: string) =>
    fetch(new URL(path, platform.url), {
      headers: {
        authorization: `Bearer ${client.accessToken}`,
        ...(tenant === undefined ? {} : { 'x-tenant-id': tenant }),
      },
    })
  const pictureOf = async (client: Client, id: string) =>
    (await client.get('/api/members')).body.data.find((member: { id: string }) => member.id === id).pictureUrl

  it('is shown to the person, and to those who work in the same workspace, and is private to them', async () => {
    const ben = await signUp(platform.client, 'Ben Kim')
    const member = await addMember(salon, ben, 'viewer')
    expect((await ben.client.get('/api/me')).body.user.pictureUrl).toBeNull()
    expect(await pictureOf(salon.client, ben.id)).toBeNull()
    expect(await ben.client.get('/api/me/picture')).toMatchObject(notFound)
    const { status, body } = await put(ben.client, png)
    expect(status).toBe(200)
    expect((await ben.client.get('/api/me')).body.user.pictureUrl).toBe(body.pictureUrl)
    const url = await pictureOf(salon.client, ben.id)
    for (const shown of [await fetchAs(ben, body.pictureUrl), await fetchAs(salon.owner, url, salon.id)]) {
      expect(shown.status).toBe(200)
      expect(new Uint8Array(await shown.arrayBuffer())).toEqual(png)
      expect(Object.fromEntries(shown.headers)).toMatchObject({
        'content-type': 'image/png',
        'cache-control': 'private, no-cache',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      })
    }
    const stranger = await signUp(platform.client)
    const other = await makeWorkspace(platform.client, { owner: stranger })
    expect((await fetchAs(stranger, url, other.id)).status).toBe(404)
    expect((await fetchAs(stranger, url, salon.id)).status).toBe(404)
    expect((await fetch(new URL(url, platform.url))).status).toBe(401)
    expect((await fetchAs(stranger, '/api/me/picture')).status).toBe(404)
    expect((await member.get(`/api/members/${stranger.id}/picture`)).status).toBe(404)
    await salon.client.delete(`/api/members/${ben.id}`)
    expect((await fetchAs(salon.owner, url, salon.id)).status).toBe(404)
  })

  it('has another address when it is another one, and none once it is removed', async () => {
    const { client } = await signUp(platform.client)
    const first = (await put(client, png)).body.pictureUrl
    const second = (await put(client, jpeg)).body.pictureUrl
    expect(second).not.toBe(first)
    expect((await client.get('/api/me/picture')).headers.get('content-type')).toBe('image/jpeg')
    expect((await client.delete('/api/me/picture')).status).toBe(204)
    expect(await client.delete('/api/me/picture')).toMatchObject(notFound)
    expect((await client.get('/api/me')).body.user.pictureUrl).toBeNull()
  })

  it('is a picture, of a size that pages can bear', async () => {
    const { client } = await signUp(platform.client)
    const markup = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    expect(await put(client, markup)).toMatchObject(problem(422, 'kernel.notAPicture'))
    expect(await put(client, markup, 'image/svg+xml')).toMatchObject(problem(415, 'kernel.unsupportedType'))
    expect(await put(client, new Uint8Array())).toMatchObject(problem(422, 'kernel.notAPicture'))
    const large = new Uint8Array(256 * 1024 + 1)
    large.set(png)
    expect(await put(client, large)).toMatchObject(problem(413, 'kernel.bodyTooLarge'))
    expect((await put(client, large.subarray(0, 256 * 1024))).status).toBe(200)
  })

  it('is a part of what an Idempotency-Key stands for', async () => {
    const { client } = await signUp(platform.client)
    const once = { 'idempotency-key': `picture-${database}` }
    const first = await put(client, png, 'image/png', once)
    expect(await put(client, png, 'image/png', once)).toMatchObject({ status: 200, body: first.body })
    expect(await put(client, jpeg, 'image/png', once)).toMatchObject(problem(422, 'kernel.idempotencyMismatch'))
  })
})
