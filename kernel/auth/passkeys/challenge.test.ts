import { base64url } from 'jose'
import { describe, expect, it } from 'vitest'
import { challengeSeconds, newChallenge, readChallenge } from './challenge.ts'

const secret = 'a session secret of the installation'
const use = { purpose: 'sign-in', subject: '' } as const
const nowMs = 1_800_000_000_000

describe('a challenge of a passkey', () => {
  it('is good for its use until it ends', async () => {
    const challenge = base64url.encode(await newChallenge(secret, use, nowMs))
    const ends = await readChallenge(secret, challenge, use, nowMs)
    expect(ends).toEqual(new Date(nowMs + challengeSeconds * 1000))
    expect(await readChallenge(secret, challenge, use, nowMs + challengeSeconds * 1000 - 1)).toEqual(ends)
    expect(await readChallenge(secret, challenge, use, nowMs + challengeSeconds * 1000)).toBeUndefined()
  })

  it('is good for no other use, person or installation', async () => {
    const challenge = base64url.encode(await newChallenge(secret, { purpose: 'register', subject: 'anna' }, nowMs))
    expect(await readChallenge(secret, challenge, { purpose: 'register', subject: 'anna' }, nowMs)).toBeDefined()
    for (const other of [
      { purpose: 'register', subject: 'ben' },
      { purpose: 'second-step', subject: 'anna' },
      { purpose: 'sign-in', subject: 'anna' },
    ] as const)
      expect(await readChallenge(secret, challenge, other, nowMs)).toBeUndefined()
    const foreign = await readChallenge(`${secret}!`, challenge, { purpose: 'register', subject: 'anna' }, nowMs)
    expect(foreign).toBeUndefined()
  })

  it('is refused with one bit changed, cut short, or spelled another way', async () => {
    const bytes = await newChallenge(secret, use, nowMs)
    for (let place = 0; place < bytes.length; place++) {
      const changed = bytes.slice()
      changed[place] = (changed[place] ?? 0) ^ 1
      expect(await readChallenge(secret, base64url.encode(changed), use, nowMs)).toBeUndefined()
    }
    const text = base64url.encode(bytes)
    for (const junk of ['', 'x', text.slice(0, -1), `${text}=`, `${text}A`, ` ${text}`, `${text.slice(0, -1)}_`])
      expect(await readChallenge(secret, junk, use, nowMs)).toBeUndefined()
  })
})
