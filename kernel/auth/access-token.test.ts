import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { deriveKey } from '../secrets/derive-key.ts'
import { accessTokenKey, accessTokenSeconds, readAccessToken, signAccessToken } from './access-token.ts'

const secret = 'a session secret of 32 characters'
const nowMs = 1_795_000_000_000
const nowSeconds = nowMs / 1000
const person = { userId: '01890a5d-ac96-774b-bcce-b302099a8057', sessionId: '01890a5d-ac96-774b-bcce-b302099a8058' }
const goodHeader = { alg: 'HS256', typ: 'at+jwt' }
const goodClaims = {
  iss: 'dpf',
  aud: 'dpf-api',
  sub: person.userId,
  sid: person.sessionId,
  iat: nowSeconds,
  exp: nowSeconds + 900,
}

let key: CryptoKey
let raw: Uint8Array

beforeAll(async () => {
  key = await accessTokenKey(secret)
  raw = await deriveKey(secret, 'session token')
})

const encode = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')
const joined = (header: unknown, claims: unknown) => `${encode(header)}.${encode(claims)}`

/** Signs whatever it is given with the right key, so that only the rule under test can refuse it. */
function forge(header: unknown, claims: unknown, hash = 'sha256', hmacKey: Uint8Array | string = raw): string {
  const body = joined(header, claims)
  return `${body}.${createHmac(hash, hmacKey).update(body).digest('base64url')}`
}
const withHeader = (change: object) => forge({ ...goodHeader, ...change }, goodClaims)
const withClaims = (change: object) => forge(goodHeader, { ...goodClaims, ...change })

function rsaSigned(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const body = joined({ ...goodHeader, alg: 'RS256' }, goodClaims)
  return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`
}

const badTokens: [string, () => string][] = [
  ['alg none', () => `${joined({ ...goodHeader, alg: 'none' }, goodClaims)}.`],
  ['alg None, with a signature', () => withHeader({ alg: 'None' })],
  ['alg HS512 of the same key', () => forge({ ...goodHeader, alg: 'HS512' }, goodClaims, 'sha512')],
  ['alg RS256', rsaSigned],
  ['another key', () => forge(goodHeader, goodClaims, 'sha256', 'x'.repeat(32))],
  ['the secret itself for a key', () => forge(goodHeader, goodClaims, 'sha256', secret)],
  ['an empty key', () => forge(goodHeader, goodClaims, 'sha256', '')],
  ['no signature', () => `${joined(goodHeader, goodClaims)}.`],
  ['another issuer', () => withClaims({ iss: 'evil' })],
  ['no issuer', () => withClaims({ iss: undefined })],
  ['another audience', () => withClaims({ aud: 'dpf-mail' })],
  ['no audience', () => withClaims({ aud: undefined })],
  ['our audience among others', () => withClaims({ aud: ['dpf-api', 'evil'] })],
  ['typ JWT', () => withHeader({ typ: 'JWT' })],
  ['no typ', () => withHeader({ typ: undefined })],
  ['no exp', () => withClaims({ exp: undefined })],
  ['exp in the past', () => withClaims({ iat: nowSeconds - 900, exp: nowSeconds - 6 })],
  ['exp far off', () => withClaims({ exp: nowSeconds + 315_360_000 })],
  ['exp a second too far off', () => withClaims({ exp: nowSeconds + 901 })],
  ['exp as text', () => withClaims({ exp: String(nowSeconds + 900) })],
  ['exp before iat', () => withClaims({ iat: nowSeconds + 4, exp: nowSeconds + 2 })],
  ['no iat', () => withClaims({ iat: undefined })],
  ['iat in the future', () => withClaims({ iat: nowSeconds + 60, exp: nowSeconds + 960 })],
  ['iat long ago', () => withClaims({ iat: nowSeconds - 86_400 })],
  ['nbf in the future', () => withClaims({ nbf: nowSeconds + 60 })],
  ['no sub', () => withClaims({ sub: undefined })],
  ['a list for sub', () => withClaims({ sub: [person.userId] })],
  ['a sub that is no UUID', () => withClaims({ sub: "' or 1=1" })],
  ['no session', () => withClaims({ sid: undefined })],
  ['an object for the session', () => withClaims({ sid: { id: person.sessionId } })],
  ['an unknown crit header', () => withHeader({ crit: ['exp'], exp: 1 })],
  ['b64 false', () => withHeader({ crit: ['b64'], b64: false })],
  ['claims that are a list', () => forge(goodHeader, [goodClaims])],
  ['claims that are no JSON', () => forge(goodHeader, 'junk')],
  ['a header that is no JSON', () => forge('junk', goodClaims)],
  ['no JSON anywhere', () => '!!!.###.$$$'],
  ['two parts', () => joined(goodHeader, goodClaims)],
  ['five parts', () => `${forge(goodHeader, goodClaims)}.x.y`],
  ['empty', () => ''],
  ['dots', () => '..'],
  ['a token that is too long', () => withClaims({ pad: 'x'.repeat(1024) })],
]

describe('readAccessToken', () => {
  it('reads what signAccessToken wrote, and what the forger of this test can', async () => {
    const claims = { ...person, expiresAtMs: nowMs + accessTokenSeconds * 1000 }
    expect(await readAccessToken(await signAccessToken(person, key, nowMs), key, nowMs)).toEqual(claims)
    expect(await readAccessToken(forge(goodHeader, goodClaims), key, nowMs)).toEqual(claims)
  })

  it.each(badTokens)('refuses %s', async (_, make) => {
    expect(await readAccessToken(make(), key, nowMs)).toBeUndefined()
  })

  it('holds for 15 minutes and 5 seconds of another clock, no longer and no earlier', async () => {
    const token = await signAccessToken(person, key, nowMs)
    expect(await readAccessToken(token, key, nowMs + 904_000)).toBeDefined()
    expect(await readAccessToken(token, key, nowMs + 905_000)).toBeUndefined()
    expect(await readAccessToken(token, key, nowMs - 5_000)).toBeDefined()
    expect(await readAccessToken(token, key, nowMs - 6_000)).toBeUndefined()
  })

  it('refuses every token of another secret', async () => {
    const token = await signAccessToken(person, await accessTokenKey(`${secret}!`), nowMs)
    expect(await readAccessToken(token, key, nowMs)).toBeUndefined()
  })

  it('never throws, whatever the header, the claims or the text', async () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.json(), fc.json()).map(([header, claims]) => forge(header, claims)),
      fc
        .dictionary(fc.constantFrom('alg', 'typ', 'crit', 'b64', 'kid', 'jwk', 'zip', 'cty'), fc.jsonValue())
        .map(withHeader),
      fc.dictionary(fc.constantFrom(...Object.keys(goodClaims), 'nbf'), fc.jsonValue(), { minKeys: 1 }).map(withClaims),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (token) => {
        await readAccessToken(token, key, nowMs)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('accessTokenKey', () => {
  it('stays inside', async () => {
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })
})
