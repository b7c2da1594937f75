import { describe, expect, it } from 'vitest'
import { platformKey } from './platform-key.ts'
import { makeVersion } from './testing/make-version.ts'
import { versionFault } from './verify-version.ts'

const env = { ENCRYPTION_KEY: '0123456789abcdef0123456789abcdef' }
const rounds = 1000

describe('a version of a plugin', () => {
  it('runs when it is what its publisher signed and the platform admitted', async () => {
    const { publicKey } = await platformKey(env)
    expect(await versionFault(await makeVersion({ encryptionKey: env.ENCRYPTION_KEY }), publicKey)).toBeUndefined()
  })

  it('does not run on another installation, nor without its publisher', async () => {
    const version = await makeVersion({ encryptionKey: env.ENCRYPTION_KEY })
    const elsewhere = await platformKey({ ENCRYPTION_KEY: 'fedcba9876543210fedcba9876543210' })
    expect(await versionFault(version, elsewhere.publicKey)).toBe('this platform did not admit it')
    const { publicKey } = await platformKey(env)
    expect(await versionFault({ ...version, publisherKey: null }, publicKey)).toContain('withdrew')
    const other = await makeVersion({ encryptionKey: env.ENCRYPTION_KEY })
    expect(await versionFault({ ...version, publisherKey: other.publisherKey }, publicKey)).toContain('did not sign')
    expect(await versionFault({ ...version, version: '1.0.1' }, publicKey)).toContain('did not sign')
    expect(await versionFault({ ...version, publisherKeyId: '0'.repeat(16) }, publicKey)).toContain('did not admit')
  })

  it('loads in none of 1,000 copies with one byte flipped', async () => {
    const { publicKey } = await platformKey(env)
    const version = await makeVersion({ encryptionKey: env.ENCRYPTION_KEY })
    const parts = [
      'manifest',
      'code',
      'contentHash',
      'publisherKey',
      'publisherSignature',
      'platformSignature',
    ] as const
    let loads = 0
    for (let round = 0; round < rounds; round++) {
      const part = parts[round % parts.length] ?? 'code'
      const text = version[part] ?? ''
      const place = (round * 7919) % text.length
      const flipped = String.fromCharCode(text.charCodeAt(place) ^ (1 << (round % 7)))
      const changed = { ...version, [part]: text.slice(0, place) + flipped + text.slice(place + 1) }
      if ((await versionFault(changed, publicKey)) === undefined) loads += 1
    }
    expect(loads).toBe(0)
    const [first] = version.migrations
    const tampered = { ...version, migrations: [{ id: first?.id ?? '', sql: `${first?.sql} ` }] }
    expect(await versionFault(tampered, publicKey)).toBe('its content is not what was signed')
  })
})
