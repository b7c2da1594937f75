import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashToken, isToken, newToken } from './opaque-token.ts'

describe('newToken', () => {
  it('makes a token that never comes twice and that isToken knows by its kind', () => {
    const tokens = Array.from({ length: 1000 }, () => newToken('reset'))
    expect(new Set(tokens).size).toBe(1000)
    for (const token of tokens) {
      expect(token).toMatch(/^dpf_reset_[\w-]{43}$/)
      expect(isToken(token, 'reset')).toBe(true)
      expect(isToken(token, 'refresh')).toBe(false)
    }
  })

  it('uses all 256 bits: every bit is set in about half of the tokens', () => {
    const counts = new Array<number>(256).fill(0)
    for (let n = 0; n < 1000; n++) {
      const bytes = Buffer.from(newToken('reset').slice('dpf_reset_'.length), 'base64url')
      for (let bit = 0; bit < 256; bit++) counts[bit] = (counts[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1)
    }
    expect(Math.min(...counts)).toBeGreaterThan(400)
    expect(Math.max(...counts)).toBeLessThan(600)
  })

  it.each(['', 'Reset', 're_set', 're set'])('refuses %j for a prefix', (prefix) => {
    expect(() => newToken(prefix)).toThrow(TypeError)
  })
})

describe('isToken', () => {
  it('refuses junk, cuts, additions and spare bits', () => {
    const token = newToken('reset')
    for (const bad of [
      '',
      'dpf_reset_',
      token.slice(0, -1),
      `${token}A`,
      `${token}\n`,
      ` ${token}`,
      `${token.slice(0, -1)}B`,
    ]) {
      expect(isToken(bad, 'reset'), bad).toBe(false)
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (junk) => !isToken(junk, 'reset')))
  })
})

describe('hashToken', () => {
  it('is SHA-256 in hex', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect(await hashToken(text)).toBe(createHash('sha256').update(text).digest('hex'))
      }),
    )
  })
})
