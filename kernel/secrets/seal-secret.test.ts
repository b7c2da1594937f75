import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  keyEncryptionKey,
  newTenantKey,
  openSecret,
  rewrapTenantKey,
  type SealingKey,
  SecretUnreadable,
  sealSecret,
  unwrapTenantKey,
  wrapTenantKey,
} from './seal-secret.ts'

const tenantId = '01890a5d-ac96-774b-bcce-b302099a8057'
const otherTenantId = '01890a5d-ac96-774b-bcce-b302099a8058'
const binding = { tenantId, pluginId: 'stripe', name: 'secretKey' }
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'

let kek: SealingKey
let nextKek: SealingKey
let tenantKey: SealingKey
let wrapped: string

beforeAll(async () => {
  kek = await keyEncryptionKey('0123456789abcdef0123456789abcdef')
  nextKek = await keyEncryptionKey('fedcba9876543210fedcba9876543210')
  wrapped = await newTenantKey(kek, tenantId)
  tenantKey = await unwrapTenantKey(wrapped, kek, tenantId)
})

/** Every text that differs from this one in a single character. */
function* neighbours(record: string): Generator<string> {
  for (let at = 0; at < record.length; at++) {
    for (const letter of alphabet) {
      if (letter !== record[at]) yield record.slice(0, at) + letter + record.slice(at + 1)
    }
  }
}

describe('sealSecret and openSecret', () => {
  it('open what was sealed, whatever the text', async () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '\uFEFFbom', '\0', 'ü'.repeat(5000)))
    await fc.assert(
      fc.asyncProperty(text, async (plain) => {
        expect(await openSecret(await sealSecret(plain, tenantKey, binding), tenantKey, binding)).toBe(plain)
      }),
    )
  })

  it("seal the same text differently each time, under the tenant key's id", async () => {
    const records = await Promise.all(Array.from({ length: 50 }, () => sealSecret('same', tenantKey, binding)))
    expect(new Set(records.map((record) => record.split('.')[2])).size).toBe(50)
    expect(records[0]).toMatch(/^v1\.[\w-]{12}\.[\w-]{16}\.[\w-]{27}$/)
    expect(records[0]?.split('.')[1]).toBe(tenantKey.id)
  })

  it.each([
    ['tenant', { ...binding, tenantId: otherTenantId }],
    ['plugin', { ...binding, pluginId: 'sendgrid' }],
    ['name', { ...binding, name: 'webhookSecret' }],
    ['split of the same letters', { ...binding, pluginId: 'stripes', name: 'ecretKey' }],
  ])('refuse a record that was moved to another %s', async (_, elsewhere) => {
    const record = await sealSecret('sk_live_1', tenantKey, binding)
    await expect(openSecret(record, tenantKey, elsewhere)).rejects.toThrow(SecretUnreadable)
  })

  it('refuse a record of another key, also when the key takes over its id', async () => {
    const record = await sealSecret('sk_live_1', tenantKey, binding)
    const stranger = await unwrapTenantKey(await newTenantKey(kek, tenantId), kek, tenantId)
    await expect(openSecret(record, stranger, binding)).rejects.toThrow('sealed with another key')
    const impostor = { id: tenantKey.id, key: stranger.key }
    await expect(openSecret(record, impostor, binding)).rejects.toThrow('altered or moved')
    const renamed = { id: stranger.id, key: tenantKey.key }
    const relabelled = record.replace(tenantKey.id, stranger.id)
    await expect(openSecret(relabelled, renamed, binding)).rejects.toThrow('altered or moved')
  })

  it('refuse every record that differs in a single character', async () => {
    const record = await sealSecret('sk_', tenantKey, binding)
    let tried = 0
    for (const changed of neighbours(record)) {
      await expect(openSecret(changed, tenantKey, binding)).rejects.toThrow(SecretUnreadable)
      tried++
    }
    expect(tried).toBe(record.length * (alphabet.length - 1))
  })

  it('refuse every flipped byte of the IV and the ciphertext', async () => {
    const [version, id, iv = '', sealed = ''] = (await sealSecret('sk_live_1', tenantKey, binding)).split('.')
    const flipped = (text: string, at: number) => {
      const bytes = Buffer.from(text, 'base64url')
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes.toString('base64url')
    }
    const records = [
      ...Array.from({ length: 12 }, (_, at) => [version, id, flipped(iv, at), sealed].join('.')),
      ...Array.from({ length: 25 }, (_, at) => [version, id, iv, flipped(sealed, at)].join('.')),
    ]
    for (const record of records) {
      await expect(openSecret(record, tenantKey, binding)).rejects.toThrow('altered or moved')
    }
  })

  it('refuse any text with SecretUnreadable and nothing else', async () => {
    const junk = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'v1', 'v1...', wrapped))
    const oneRecord = await sealSecret('x'.repeat(20), tenantKey, binding)
    const cut = fc.integer({ min: 0, max: oneRecord.length - 1 }).map((length) => oneRecord.slice(0, length))
    await fc.assert(
      fc.asyncProperty(fc.oneof(junk, cut), async (record) => {
        await expect(openSecret(record, tenantKey, binding)).rejects.toThrow(SecretUnreadable)
      }),
    )
  })

  it('say nothing of the record, the text or the key in the error', async () => {
    const record = await sealSecret('sk_live_1', tenantKey, binding)
    const error = await openSecret(record, tenantKey, { ...binding, name: 'other' }).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(SecretUnreadable)
    const said = error instanceof Error ? `${error.message}${JSON.stringify(error)}${String(error.cause)}` : ''
    for (const part of ['sk_live_1', ...record.split('.').slice(1)]) expect(said).not.toContain(part)
  })

  it('refuse names that could be read as two fields', async () => {
    await expect(sealSecret('x', tenantKey, { ...binding, name: 'a|b' })).rejects.toThrow(TypeError)
    await expect(sealSecret('x', tenantKey, { ...binding, tenantId: '' })).rejects.toThrow(TypeError)
  })
})

describe('wrapTenantKey and rewrapTenantKey', () => {
  it('name the KEK in the record and never let a wrapped key out', async () => {
    expect(wrapped).toMatch(new RegExp(`^k1\\.${kek.id}\\.[\\w-]{16}\\.[\\w-]{64}$`))
    await expect(crypto.subtle.exportKey('raw', tenantKey.key)).rejects.toThrow()
  })

  it('bind the wrapped key to its tenant and its KEK', async () => {
    await expect(unwrapTenantKey(wrapped, kek, otherTenantId)).rejects.toThrow('altered or moved')
    await expect(unwrapTenantKey(wrapped, nextKek, tenantId)).rejects.toThrow('sealed with another key')
  })

  it('keep secrets readable after the KEK changed, without sealing them again', async () => {
    const record = await sealSecret('sk_live_1', tenantKey, binding)
    const moved = await rewrapTenantKey(wrapped, kek, nextKek, tenantId)
    const reopened = await unwrapTenantKey(moved, nextKek, tenantId)
    expect(reopened.id).toBe(tenantKey.id)
    expect(await openSecret(record, reopened, binding)).toBe('sk_live_1')
    await expect(unwrapTenantKey(moved, kek, tenantId)).rejects.toThrow('sealed with another key')
  })

  it('can run again over records that are moved already', async () => {
    const moved = await rewrapTenantKey(wrapped, kek, nextKek, tenantId)
    expect(await rewrapTenantKey(moved, kek, nextKek, tenantId)).toBe(moved)
  })

  it('refuse a record that only claims to be on the new KEK', async () => {
    const forged = wrapped.replace(kek.id, nextKek.id)
    await expect(rewrapTenantKey(forged, kek, nextKek, tenantId)).rejects.toThrow('altered or moved')
  })

  it('refuse a key of another size, and a secret in the place of a key', async () => {
    await expect(wrapTenantKey(new Uint8Array(16), kek, tenantId)).rejects.toThrow('32 bytes')
    const record = await sealSecret('x'.repeat(32), tenantKey, binding)
    await expect(unwrapTenantKey(record, tenantKey, tenantId)).rejects.toThrow('malformed')
  })
})
