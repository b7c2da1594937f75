import { expect, it } from 'vitest'
import { judgeRollout } from './judge-rollout.ts'

const fine = {
  stage: 'few',
  ageSeconds: 60,
  hasBefore: true,
  holders: 3,
  calls: 100,
  errors: 0,
  callsBefore: 1000,
  errorsBefore: 10,
} as const

it('a version waits until it is known, by its calls or by a day, then goes on to all', () => {
  expect(judgeRollout(fine)).toBe('wait')
  expect(judgeRollout({ ...fine, calls: 200 })).toBe('on')
  expect(judgeRollout({ ...fine, calls: 0, ageSeconds: 86_400 })).toBe('on')
  expect(judgeRollout({ ...fine, calls: 200, stage: 'all' })).toBe('wait')
})

it('one that fails more than twice as often as those before, and in more than one of twenty calls, is taken back, whoever has it by then', () => {
  for (const stage of ['few', 'all'] as const) {
    expect(judgeRollout({ ...fine, stage, errors: 5 })).toBe('wait')
    expect(judgeRollout({ ...fine, stage, errors: 6 })).toBe('back')
    expect(judgeRollout({ ...fine, stage, errors: 39, errorsBefore: 200 })).toBe('wait')
    expect(judgeRollout({ ...fine, stage, errors: 41, errorsBefore: 200 })).toBe('back')
  }
  expect(judgeRollout({ ...fine, calls: 500, errors: 400 })).toBe('back')
})

it('a few calls say nothing, and with nothing to go back to there is no way back', () => {
  expect(judgeRollout({ ...fine, calls: 19, errors: 19 })).toBe('wait')
  expect(judgeRollout({ ...fine, hasBefore: false, errors: 100 })).toBe('on')
})
