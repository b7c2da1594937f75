import { describe, expect, it } from 'vitest'
import { newTotpSecret, totpAddress, totpCode, totpStep } from './totp.ts'

/** `12345678901234567890` in base32: the secret of RFC 6238, appendix B. */
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
/** Its vectors for SHA-1 have eight digits; an app shows the last six of them. */
const vectors = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const

describe('codes of an app', () => {
  it.each(vectors)('are those of RFC 6238 at second %i', (second, code) => {
    expect(totpCode(rfcSecret, second * 1000)).toBe(code.slice(2))
    expect(totpStep(code.slice(2), rfcSecret, second * 1000)).toBe(Math.floor(second / 30))
  })

  it('are taken half a minute early or late, and no further off', () => {
    const nowMs = 1_700_000_010_000
    const step = Math.floor(nowMs / 30_000)
    for (const off of [-1, 0, 1]) {
      const code = totpCode(rfcSecret, nowMs + off * 30_000)
      expect(totpStep(code, rfcSecret, nowMs)).toBe(step + off)
    }
    for (const off of [-3, -2, 2, 3])
      expect(totpStep(totpCode(rfcSecret, nowMs + off * 30_000), rfcSecret, nowMs)).toBeUndefined()
  })

  it('are taken as people paste them, and nothing else is', () => {
    expect(totpStep(' 287 082\n', rfcSecret, 59_000)).toBe(1)
    for (const junk of ['', '28708', '2870822', '94287082', 'abcdef', '２８７０８２', '287-082', '287082\u0000'])
      expect(totpStep(junk, rfcSecret, 59_000)).toBeUndefined()
  })

  it('need a secret of 160 random bits, which an app reads from its address', () => {
    const [one, other] = [newTotpSecret(), newTotpSecret()]
    expect(one).toMatch(/^[A-Z2-7]{32}$/)
    expect(one).not.toBe(other)
    const address = new URL(totpAddress(one, 'Digital Platform Factory', 'anna+salon@example.com'))
    expect(address.protocol).toBe('otpauth:')
    expect(decodeURIComponent(address.pathname)).toContain('anna+salon@example.com')
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      secret: one,
      digits: '6',
      period: '30',
      algorithm: 'SHA1',
    })
  })
})
