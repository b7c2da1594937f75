import { describe, expect, it } from 'vitest'
import type { Belongings } from '#sdk'
import { openLinks, readLink } from './link-token.ts'

const owner = (key: number) =>
  ({ signingKey: async (purpose: string) => new Uint8Array(32).fill(key + purpose.length) }) as unknown as Belongings
const fileId = '0199f000-1234-7abc-8def-0123456789ab'
const now = new Date('2026-11-24T10:00:00Z')
const expiresAt = new Date('2026-11-24T11:00:00Z')
const code = (word: string) => ({ code: `storage.${word}` })

describe('a link', () => {
  it('says which file, until when and for what', async () => {
    const link = await openLinks(owner(1))
    for (const use of ['show', 'download', 'scan'] as const) {
      const token = await link({ fileId, expiresAt, use })
      expect(token).toMatch(/^[\w-]{50}$/)
      expect(await readLink(owner(1), token, now)).toEqual({ fileId, expiresAt, use })
    }
  })

  it('ends', async () => {
    const token = await (await openLinks(owner(1)))({ fileId, expiresAt, use: 'show' })
    await expect(readLink(owner(1), token, expiresAt)).rejects.toMatchObject(code('linkExpired'))
    await expect(readLink(owner(1), token, new Date(expiresAt.getTime() - 1000))).resolves.toMatchObject({ fileId })
  })

  it('is worth nothing with any of its letters changed, nor with another workspace’s key', async () => {
    const token = await (await openLinks(owner(1)))({ fileId, expiresAt, use: 'show' })
    for (let place = 0; place < token.length; place++) {
      const letter = token[place] === 'A' ? 'B' : 'A'
      const altered = token.slice(0, place) + letter + token.slice(place + 1)
      await expect(readLink(owner(1), altered, now), altered).rejects.toMatchObject(code('linkInvalid'))
    }
    for (const text of ['', 'x', token.slice(1), `${token}A`, `${token.slice(0, -1)}=`, '../../etc/passwd'])
      await expect(readLink(owner(1), text, now), text).rejects.toMatchObject(code('linkInvalid'))
    await expect(readLink(owner(2), token, now)).rejects.toMatchObject(code('linkInvalid'))
  })
})
