import { describe, expect, it } from 'vitest'
import { hashBackupCode, newBackupCodes } from './backup-codes.ts'

describe('backup codes', () => {
  it('are ten, all different, of letters and digits that nobody mistakes', () => {
    const codes = newBackupCodes()
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  })

  it('are recognized however they were written down, for their own person alone', async () => {
    const stored = await hashBackupCode('anna', 'k01m-7q2d-0123-wxyz')
    for (const written of ['K01M7Q2D0123WXYZ', ' k01m 7q2d 0123 wxyz ', 'kO1m-7q2d-oI23-wxyz', 'kolm-7q2d-0123-wxyz'])
      expect(await hashBackupCode('anna', written)).toBe(stored)
    expect(await hashBackupCode('ben', 'k01m-7q2d-0123-wxyz')).not.toBe(stored)
    expect(await hashBackupCode('anna', 'k01m-7q2d-0123-wxy')).not.toBe(stored)
  })
})
