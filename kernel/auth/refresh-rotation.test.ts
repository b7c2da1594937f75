import { describe, expect, it } from 'vitest'
import { decideRefresh, type RefreshClient, type RefreshFacts } from './refresh-rotation.ts'

const nowMs = 1_795_000_000_000
const browser: RefreshClient = { addressHash: 'a1', userAgent: 'Firefox' }
const live = { revokedAtMs: null, expiresAtMs: nowMs + 1000, generation: 4 }
const fresh = { generation: 4, usedAtMs: null, usedBy: null }
const justUsed = { generation: 3, usedAtMs: nowMs - 2000, usedBy: browser }

const decide = (facts: Partial<RefreshFacts>) =>
  decideRefresh({ session: live, token: fresh, client: browser, nowMs, ...facts })

describe('decideRefresh', () => {
  it('rotates the newest token, whoever sends it', () => {
    expect(decide({})).toBe('rotate')
    expect(decide({ client: { addressHash: 'b2', userAgent: 'curl' } })).toBe('rotate')
  })

  it('takes the predecessor again for 10 seconds from the same client', () => {
    expect(decide({ token: justUsed })).toBe('grace')
    expect(decide({ token: { ...justUsed, usedAtMs: nowMs - 10_000 } })).toBe('grace')
    expect(decide({ token: { ...justUsed, usedAtMs: nowMs - 10_001 } })).toBe('reuse')
  })

  it('bears a clock that is a little behind the one that wrote the row, not a date far off', () => {
    expect(decide({ token: { ...justUsed, usedAtMs: nowMs + 500 } })).toBe('grace')
    expect(decide({ token: { ...justUsed, usedAtMs: nowMs + 60_000 } })).toBe('reuse')
  })

  it.each<[string, RefreshClient]>([
    ['another address', { ...browser, addressHash: 'b2' }],
    ['an unknown address', { ...browser, addressHash: null }],
    ['another user agent', { ...browser, userAgent: 'curl' }],
  ])('gives no grace to %s', (_, client) => {
    expect(decide({ token: justUsed, client })).toBe('reuse')
  })

  it('gives grace by user agent where no address is ever known', () => {
    const client = { addressHash: null, userAgent: 'Firefox' }
    expect(decide({ client, token: { ...justUsed, usedBy: client } })).toBe('grace')
  })

  it('finds reuse as soon as a successor was used: the reply had arrived', () => {
    expect(decide({ token: { ...justUsed, generation: 2 } })).toBe('reuse')
  })

  it('finds reuse in a sibling that grace gave out and that was left behind', () => {
    expect(decide({ token: { generation: 3, usedAtMs: null, usedBy: null } })).toBe('reuse')
  })

  it('finds reuse where a used token does not say by whom, or is ahead of its session', () => {
    expect(decide({ token: { ...justUsed, usedBy: null } })).toBe('reuse')
    expect(decide({ token: { ...fresh, generation: 5 } })).toBe('reuse')
    expect(decide({ token: { ...justUsed, generation: 4 } })).toBe('reuse')
  })

  it('ends with the session, on the millisecond, before it asks anything else', () => {
    for (const token of [fresh, justUsed, { ...justUsed, generation: 1 }]) {
      expect(decide({ token, session: { ...live, expiresAtMs: nowMs } })).toBe('expired')
      expect(decide({ token, session: { ...live, revokedAtMs: nowMs - 1 } })).toBe('expired')
    }
    expect(decide({ session: { ...live, expiresAtMs: nowMs + 1 } })).toBe('rotate')
  })

  it('lets one of two simultaneous requests rotate and the other have grace, after reading again', () => {
    expect([decide({}), decide({})]).toEqual(['rotate', 'rotate'])
    const readAgain = {
      session: { ...live, generation: 5 },
      token: { generation: 4, usedAtMs: nowMs, usedBy: browser },
    }
    expect(decide(readAgain)).toBe('grace')
  })
})
