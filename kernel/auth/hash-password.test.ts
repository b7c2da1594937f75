import { Buffer } from 'node:buffer'
import { scryptSync } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { fullCost, hashPassword, needsRehash, passwordCost, verifyPassword, wasteHash } from './hash-password.ts'

const password = 'a lantern over the harbour'
let stored: string

beforeAll(async () => {
  stored = await hashPassword(password, fullCost)
})

function cheapHash(cost: { ln: number; r: number; p: number }, hashBytes = 32): string {
  const salt = Buffer.alloc(16, 7)
  const hash = scryptSync(password, salt, hashBytes, { N: 2 ** cost.ln, r: cost.r, p: cost.p, maxmem: 2 ** 27 })
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${text(salt)}$${text(hash)}`
}

describe('hashPassword and verifyPassword', () => {
  it('write a PHC string with a salt of its own, which the password and no other opens', async () => {
    expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await hashPassword(password, fullCost)).not.toBe(stored)
    expect(await verifyPassword(password, stored, fullCost)).toBe(true)
    for (const wrong of ['', `${password} `, password.toUpperCase(), password.slice(1)]) {
      expect(await verifyPassword(wrong, stored, fullCost)).toBe(false)
    }
  })

  it('take a password that is typed differently for the same one (NFKC), to its last character', async () => {
    const composed = await hashPassword('caf\u00e9 ﬁn', fullCost)
    expect(await verifyPassword('cafe\u0301 fin', composed, fullCost)).toBe(true)
    const long = `${'ü'.repeat(199)}a`
    const longHash = await hashPassword(long, fullCost)
    expect(await verifyPassword(`${'ü'.repeat(199)}b`, longHash, fullCost)).toBe(false)
  })

  it('verify a hash of an older cost, and ask for a new one', async () => {
    const older = cheapHash({ ln: 14, r: 8, p: 1 })
    expect(await verifyPassword(password, older, fullCost)).toBe(true)
    expect(await verifyPassword('wrong', older, fullCost)).toBe(false)
    expect(needsRehash(older, fullCost)).toBe(true)
    expect(needsRehash(cheapHash({ ln: 15, r: 8, p: 3 }, 16), fullCost)).toBe(true)
    expect(needsRehash(stored, fullCost)).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['another algorithm', '$2b$12$abcdefghijklmnopqrstuuKq8i5z1Z9J8X0hF2mGzq0n0'],
    ['no cost', '$scrypt$ln=0,r=0,p=0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['a cost that is too low', cheapHash({ ln: 10, r: 8, p: 1 })],
    ['a ruinous cost', '$scrypt$ln=30,r=99,p=99$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['ruinous work', '$scrypt$ln=15,r=8,p=99$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['ruinous memory', '$scrypt$ln=17,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['an empty hash', '$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$'],
    ['a trailing line', `${cheapHash({ ln: 12, r: 8, p: 1 })}\n`],
  ])('answer false for %s, and want it hashed again', async (_, garbage) => {
    expect(await verifyPassword(password, garbage, fullCost)).toBe(false)
    expect(needsRehash(garbage, fullCost)).toBe(true)
  })
})

describe('passwordCost', () => {
  it('is low only where somebody asks for it and no mail is sent', () => {
    const low = { ln: 12, r: 8, p: 1 }
    expect(passwordCost({ PASSWORD_COST: 'low', MAIL: 'show' })).toEqual(low)
    expect(passwordCost({ PASSWORD_COST: 'low' })).toEqual(fullCost)
    expect(passwordCost({ PASSWORD_COST: 'low', MAIL: 'show', SMTP_URL: 'smtp://mail.example.com' })).toEqual(fullCost)
    expect(passwordCost({ MAIL: 'show' })).toEqual(fullCost)
  })
})

describe('wasteHash', () => {
  it('works for nobody and for garbage as it does for somebody: none of them is answered at once', async () => {
    const time = async (run: () => Promise<unknown>) => {
      const rounds: number[] = []
      for (let round = 0; round < 3; round++) {
        const startedAt = performance.now()
        await run()
        rounds.push(performance.now() - startedAt)
      }
      return Math.min(...rounds)
    }
    // Some 170 ms of hashing. A floor holds on any machine, however busy; a ratio of two measurements does not.
    const hashingMs = 40
    expect(await time(() => verifyPassword('wrong', stored, fullCost))).toBeGreaterThan(hashingMs)
    expect(await time(() => wasteHash('wrong', fullCost))).toBeGreaterThan(hashingMs)
    expect(await time(() => verifyPassword('wrong', 'garbage', fullCost))).toBeGreaterThan(hashingMs)
  })
})
