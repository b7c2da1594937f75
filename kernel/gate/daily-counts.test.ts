import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CounterStore, DailyCounts } from './daily-counts.ts'

const noon = Date.parse('2030-05-05T12:00:00Z')
const dayMs = 86_400_000

function storeWithWrites() {
  const kept = new Map<string, { day: string; used: number }>()
  let writes = 0
  const store: CounterStore = {
    get: (key) => kept.get(key),
    put: (key, value) => {
      writes += 1
      kept.set(key, value)
    },
    list: ({ prefix }) => [...kept].filter(([key]) => key.startsWith(prefix)),
  }
  return { store, writes: () => writes }
}

describe('what a plugin uses in a day', () => {
  it('stays within its cap, and a new day begins at midnight by UTC', () => {
    const counts = new DailyCounts(storeWithWrites().store)
    const mail = (nowMs: number) => counts.add('shoes', 'port:email', 1, 2, nowMs).allowed
    expect([noon, noon, noon, noon + dayMs / 2 - 1].map(mail)).toEqual([true, true, false, false])
    expect([noon + dayMs / 2, noon + dayMs / 2, noon + dayMs].map(mail)).toEqual([true, true, false])
  })

  it('is never more than the cap, whatever is asked, and nothing is lost but for a step', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.nat(50), fc.integer({ min: 1, max: 10 }), (amounts, cap, step) => {
        const { store } = storeWithWrites()
        const counts = new DailyCounts(store)
        let used = 0
        for (const amount of amounts) {
          const before = used
          const count = counts.add('shoes', 'x', amount, cap, noon, step)
          used = count.used
          expect(used).toBeLessThanOrEqual(cap)
          if (!count.allowed) expect(used).toBe(before)
        }
        const woken = new DailyCounts(store).read('shoes', noon)
        expect(used - (woken.x ?? 0)).toBeLessThan(step)
      }),
    )
  })

  it('is counted by plugin and by what, and read without that of other days and plugins', () => {
    const { store } = storeWithWrites()
    const counts = new DailyCounts(store)
    counts.add('shoes', 'port:push', 1, 9, noon - dayMs)
    counts.add('shoes', 'port:email', 2, 9, noon)
    counts.add('shoes', 'requests', 3, 9, noon, 50)
    counts.add('shoes_more', 'port:email', 5, 9, noon)
    expect(counts.read('shoes', noon)).toEqual({ 'port:email': 2, requests: 3 })
    expect(new DailyCounts(store).read('shoes', noon)).toEqual({ 'port:email': 2 })
  })

  it('is written once a step', () => {
    const { store, writes } = storeWithWrites()
    const counts = new DailyCounts(store)
    for (let count = 0; count < 1000; count++) counts.add('shoes', 'requests', 1, 10_000, noon, 50)
    expect(writes()).toBe(20)
  })
})
