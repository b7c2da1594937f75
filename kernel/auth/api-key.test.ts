import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalHashes, newApiKey, parseApiKey } from './api-key.ts'
import { hashToken } from './opaque-token.ts'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const id = '01890a5d-ac96-774b-bcce-b302099a8057'

/** A key that only its maker could have made differently: the checksum is right. */
function signed(body: string): string {
  let rest = BigInt(crc32(body))
  let sum = ''
  while (sum.length < 6) {
    sum = digits.charAt(Number(rest % 62n)) + sum
    rest /= 62n
  }
  return `${body}_${sum}`
}

describe('newApiKey and parseApiKey', () => {
  it('give back every id, and the hash that is stored', async () => {
    const ids = fc.oneof(
      fc.uuid(),
      fc.uuid({ version: 7 }),
      fc.constantFrom('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    )
    await fc.assert(
      fc.asyncProperty(ids, async (anyId) => {
        const made = await newApiKey(anyId)
        expect(made.key).toMatch(/^dpf_live_[0-9A-Za-z]{22}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/)
        expect(made.hint).toBe(made.key.slice(-4))
        const parsed = parseApiKey(made.key)
        expect(parsed?.id).toBe(anyId)
        expect(await parsed?.secretHash).toBe(made.secretHash)
        expect(made.secretHash).toBe(await hashToken(made.key))
      }),
    )
  })

  it('refuse every key that differs in a single character', async () => {
    const { key } = await newApiKey(id)
    let tried = 0
    for (let at = 0; at < key.length; at++) {
      for (const letter of `${digits}_-. \nä`) {
        if (letter === key[at]) continue
        expect(parseApiKey(key.slice(0, at) + letter + key.slice(at + 1))).toBeUndefined()
        tried++
      }
    }
    expect(tried).toBeGreaterThan(80 * 60)
  })

  it('refuse two neighbours in the wrong order, a missing and a doubled character', async () => {
    const { key } = await newApiKey(id)
    for (let at = 0; at < key.length; at++) {
      const swapped = key.slice(0, at) + (key[at + 1] ?? '') + (key[at] ?? '') + key.slice(at + 2)
      if (swapped !== key) expect(parseApiKey(swapped)).toBeUndefined()
      expect(parseApiKey(key.slice(0, at) + key.slice(at + 1))).toBeUndefined()
      expect(parseApiKey(key.slice(0, at) + (key[at] ?? '') + key.slice(at))).toBeUndefined()
    }
  })

  it('refuse any other text without a throw', () => {
    for (const junk of ['', 'dpf_live_', 'dpf_live___', 'Bearer x', 'eyJhbGciOiJIUzI1NiJ9.e30.x']) {
      expect(parseApiKey(junk)).toBeUndefined()
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (junk) => parseApiKey(junk) === undefined))
  })

  it('refuse an id that is more than a UUID, though its checksum is right', async () => {
    const [, , , secret = ''] = (await newApiKey(id)).key.split('_')
    expect(parseApiKey(signed(`dpf_live_${'0'.repeat(22)}_${secret}`))?.id).toBe('00000000-0000-0000-0000-000000000000')
    expect(parseApiKey(signed(`dpf_live_${'z'.repeat(22)}_${secret}`))).toBeUndefined()
  })

  it('never give the same secret twice, nor another id the same hash', async () => {
    const first = await newApiKey(id)
    expect((await newApiKey(id)).secretHash).not.toBe(first.secretHash)
    const [, , , secret = ''] = first.key.split('_')
    const grafted = parseApiKey(signed(`dpf_live_${'0'.repeat(22)}_${secret}`))
    expect(await grafted?.secretHash).not.toBe(first.secretHash)
  })

  it.each(['', 'x', 'zzzzzzzz-ac96-774b-bcce-b302099a8057', `${id}0`])('make no key for the id %j', async (bad) => {
    await expect(newApiKey(bad)).rejects.toThrow(TypeError)
  })
})

describe('equalHashes', () => {
  it('is equality', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(equalHashes(a, b)).toBe(a === b)
        expect(equalHashes(a, a)).toBe(true)
      }),
    )
    expect(equalHashes('', 'a')).toBe(false)
  })
})
