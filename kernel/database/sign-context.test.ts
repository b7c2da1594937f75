import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { deriveKey } from '../secrets/derive-key.ts'
import { type ContextKey, contextKey, signContext } from './sign-context.ts'

const encryptionKey = '0123456789abcdef0123456789abcdef'
const context = {
  tenantId: '01890a5d-ac96-774b-bcce-b302099a8057',
  role: 'plugin_booking',
  actor: 'person:01890a5d-ac96-774b-bcce-b302099a8058',
  requestId: '01890a5d-ac96-774b-bcce-b302099a8059',
  expiresAtSeconds: 1_795_000_030,
}
let key: ContextKey

beforeAll(async () => {
  key = await contextKey(encryptionKey)
})

/** HMAC the way that SQL does it: two SHA-256 and no secret but the pads. */
function sqlHmac(message: string): string {
  const inner = createHash('sha256').update(key.innerPad).update(message).digest()
  return createHash('sha256').update(key.outerPad).update(inner).digest('hex')
}

const cutLast = (signed: string): [string, string] => {
  const at = signed.lastIndexOf('|')
  return [signed.slice(0, at), signed.slice(at + 1)]
}

describe('signContext', () => {
  it('joins the fields in the order that SQL reads them in', async () => {
    const [message, signature] = cutLast(await signContext(context, key))
    expect(message.split('|')).toEqual([
      'v1',
      key.id,
      context.tenantId,
      'plugin_booking',
      '1795000030',
      context.actor,
      context.requestId,
    ])
    expect(signature).toMatch(/^[0-9a-f]{64}$/)
  })

  it('signs so that sha256(outer || sha256(inner || message)) agrees, also beyond ASCII', async () => {
    const field = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[|\p{Cc}]/u.test(text))
    await fc.assert(
      fc.asyncProperty(field, field, async (actor, requestId) => {
        const [message, signature] = cutLast(await signContext({ ...context, actor, requestId }, key))
        expect(signature).toBe(sqlHmac(message))
      }),
    )
  })

  it('is plain HMAC-SHA256 under the derived key', async () => {
    const [message, signature] = cutLast(await signContext(context, key))
    const derived = await deriveKey(encryptionKey, 'tenant context')
    expect(signature).toBe(createHmac('sha256', derived).update(message).digest('hex'))
  })

  it.each(['tenantId', 'role', 'actor', 'requestId'] as const)(
    'refuses a %s that could be two fields',
    async (field) => {
      for (const bad of ['', 'a|b', '|', 'a\nb', 'a\0', '\x7f', '\x85', '\ud800']) {
        await expect(signContext({ ...context, [field]: bad }, key), JSON.stringify(bad)).rejects.toThrow(TypeError)
      }
    },
  )

  it('refuses an expiry that is no whole number', async () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1.5, 1e21]) {
      await expect(signContext({ ...context, expiresAtSeconds: bad }, key)).rejects.toThrow(TypeError)
    }
  })

  it('signs every field: a change of any changes the signature', async () => {
    const changes = [{ tenantId: 'x' }, { role: 'x' }, { actor: 'x' }, { requestId: 'x' }, { expiresAtSeconds: 1 }]
    const signed = await Promise.all([{}, ...changes].map((change) => signContext({ ...context, ...change }, key)))
    expect(new Set(signed.map((text) => cutLast(text)[1])).size).toBe(changes.length + 1)
  })
})

describe('contextKey', () => {
  it('has 64-byte pads, a short id that is not a part of the key, and a key that stays inside', async () => {
    const derived = await deriveKey(encryptionKey, 'tenant context')
    expect([key.innerPad.length, key.outerPad.length]).toEqual([64, 64])
    expect(key.id).toMatch(/^[0-9a-f]{8}$/)
    expect(Buffer.from(derived).toString('hex')).not.toContain(key.id)
    await expect(crypto.subtle.exportKey('raw', key.hmacKey)).rejects.toThrow()
  })

  it('gives another encryption key another id and another signature', async () => {
    const other = await contextKey(`${encryptionKey}!`)
    expect(other.id).not.toBe(key.id)
    expect(cutLast(await signContext(context, other))[1]).not.toBe(cutLast(await signContext(context, key))[1])
  })
})
