import { describe, expect, it } from 'vitest'
import { breakerOf, mostAtOnce, noteAnswer, noteOutcome, waitMs } from './breaker.ts'

describe('the breaker of a plugin', () => {
  it('lets so many calls run at once and no more', () => {
    const breaker = breakerOf('busy')
    breaker.running = mostAtOnce - 1
    expect(waitMs(breaker, 0)).toBe(0)
    breaker.running += 1
    expect(waitMs(breaker, 0)).toBeGreaterThan(0)
  })

  it('makes a plugin rest that hung three times in a row, and tries it once after that', () => {
    const breaker = breakerOf('hangs')
    for (let call = 0; call < 2; call++) noteOutcome(breaker, 'hung', 1000)
    expect(waitMs(breaker, 1000)).toBe(0)
    noteOutcome(breaker, 'hung', 1000)
    expect(waitMs(breaker, 1000)).toBe(20_000)
    expect(waitMs(breaker, 21_000)).toBe(0)
    noteOutcome(breaker, 'hung', 21_000)
    expect(waitMs(breaker, 21_000)).toBe(20_000)
  })

  it('bears crashes longer, and forgets them all with one call that goes well', () => {
    const breaker = breakerOf('crashes')
    for (let call = 0; call < 11; call++) noteOutcome(breaker, 'crashed', 1000)
    noteOutcome(breaker, 'well', 1000)
    for (let call = 0; call < 11; call++) noteOutcome(breaker, 'crashed', 1000)
    expect(waitMs(breaker, 1000)).toBe(0)
    noteOutcome(breaker, 'crashed', 1000)
    expect(waitMs(breaker, 1000)).toBe(20_000)
  })

  it('is another one for another workspace', () => {
    const [mine, theirs] = [breakerOf('one:shoes'), breakerOf('two:shoes')]
    for (let call = 0; call < 3; call++) noteOutcome(mine, 'hung', 0)
    expect([waitMs(mine, 0) > 0, waitMs(theirs, 0)]).toEqual([true, 0])
  })

  it('makes a plugin rest whose answers are read for nothing, whatever it answers in between', () => {
    const breaker = breakerOf('wastes')
    const answer = (isOfUse: boolean) => {
      noteOutcome(breaker, 'well', 1000)
      noteAnswer(breaker, isOfUse, 1000)
    }
    for (const isOfUse of [false, false, true, true, false]) answer(isOfUse)
    expect(waitMs(breaker, 1000)).toBe(0)
    answer(false)
    expect(waitMs(breaker, 1000)).toBe(20_000)
  })
})
