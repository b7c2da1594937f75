import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bucket, type Limit, secondsToFull, takeToken } from './take-token.ts'

const twoASecond: Limit = { quota: 2, windowSeconds: 1 }

function takeAt(times: readonly number[], limit: Limit): number[] {
  let bucket: Bucket | undefined
  return times.map((time) => {
    const taken = takeToken(bucket, limit, time)
    bucket = taken.bucket
    return taken.waitMs
  })
}

describe('a token bucket', () => {
  it('lets a burst of two through and makes the third wait', () => {
    expect(takeAt([0, 0, 0], twoASecond)).toEqual([0, 0, 500])
  })

  it('lets the third through once it has waited as told', () => {
    expect(takeAt([0, 0, 0, 500], twoASecond)).toEqual([0, 0, 500, 0])
  })

  it('gains nothing from a clock that runs backwards', () => {
    expect(
      takeAt([1000, 1000, 0, 999], twoASecond)
        .slice(2)
        .every((wait) => wait > 0),
    ).toBe(true)
  })

  it('never lets more through in any window than twice its quota', () => {
    const limit = { quota: 10, windowSeconds: 1 }
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 300 }), (times) => {
        const sorted = [...times].sort((a, b) => a - b)
        const waits = takeAt(sorted, limit)
        const passed = sorted.filter((_, index) => waits[index] === 0)
        for (const start of passed)
          expect(passed.filter((time) => time >= start && time < start + 1000).length).toBeLessThanOrEqual(20)
      }),
    )
  })

  it('says how long it takes until it is full', () => {
    expect(secondsToFull({ tokens: 0, atMs: 0 }, { quota: 30, windowSeconds: 60 })).toBe(60)
  })
})
