import { hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveKey } from './derive-key.ts'

const secret = '0123456789abcdef0123456789abcdef'
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('deriveKey', () => {
  it('is HKDF-SHA256 of the secret with the purpose as info', async () => {
    const expected = hkdfSync('sha256', secret, 'digital-platform-factory', 'tenant context', 32)
    expect(hex(await deriveKey(secret, 'tenant context'))).toBe(hex(new Uint8Array(expected)))
  })

  it('never changes: these bytes are in databases', async () => {
    expect(hex(await deriveKey(secret, 'tenant context'))).toBe(
      'b452c04b0ac5b64a5561db1092bf599ac8415fc06ceee389e60bc8cb04004fcb',
    )
  })

  it('gives other purposes and other secrets other keys', async () => {
    const pairs: [string, string][] = [
      [secret, 'one'],
      [secret, 'two'],
      [`${secret}o`, 'ne'],
      [secret.replace('0', '1'), 'one'],
    ]
    const keys: Uint8Array[] = []
    for (const [master, purpose] of pairs) keys.push(await deriveKey(master, purpose))
    expect(new Set(keys.map(hex)).size).toBe(4)
  })

  it('gives a caller a copy that it may overwrite', async () => {
    const first = await deriveKey(secret, 'copies')
    const before = hex(first)
    first.fill(0)
    const second = await deriveKey(secret, 'copies')
    second.fill(0)
    expect(hex(await deriveKey(secret, 'copies'))).toBe(before)
  })

  it('gives the same key after others have pushed it out of the cache', async () => {
    const before = hex(await deriveKey(secret, 'pushed out'))
    for (let n = 0; n < 300; n++) await deriveKey(secret, `filler ${n}`)
    expect(hex(await deriveKey(secret, 'pushed out'))).toBe(before)
  })

  it('refuses a secret that can be guessed and a key for nothing', async () => {
    await expect(deriveKey('', 'x')).rejects.toThrow('16 characters')
    await expect(deriveKey('secret', 'x')).rejects.toThrow('16 characters')
    await expect(deriveKey(secret, '')).rejects.toThrow('purpose')
  })

  it('does not put the secret into its error', async () => {
    await expect(deriveKey('hunter2', 'x')).rejects.not.toThrow('hunter2')
  })
})
