import { expect, test } from 'vitest'
import type { Pipeline } from '../types.ts'
import { addStage, draftOf, moveStage, removeStage, toBody } from './pipeline-draft.ts'

const pipeline = {
  stages: [
    { id: 'a', name: 'New', kind: 'open', probability: 10, position: 0 },
    { id: 'b', name: 'Talking', kind: 'open', probability: 40, position: 1 },
    { id: 'w', name: 'Won', kind: 'won', probability: 100, position: 2 },
    { id: 'l', name: 'Lost', kind: 'lost', probability: 0, position: 3 },
  ],
} as Pipeline
const draft = draftOf(pipeline)
const names = (stages: typeof draft) => stages.map(({ name }) => name)

test('a stage moves up and down, and not over the edge', () => {
  expect(names(moveStage(draft, 'b', -1))).toEqual(['Talking', 'New', 'Won', 'Lost'])
  expect(names(moveStage(draft, 'a', 1))).toEqual(['Talking', 'New', 'Won', 'Lost'])
  expect(names(moveStage(draft, 'a', -1))).toEqual(names(draft))
})

test('a new stage stands below the last open one', () => {
  expect(names(addStage(draft, 'n'))).toEqual(['New', 'Talking', '', 'Won', 'Lost'])
})

test('the deals of a stage that goes are given to one that stays, and a stage that was never saved just goes', () => {
  const removed = removeStage(draft, 'a')
  expect(toBody(removed)).toMatchObject({ moveDealsTo: { a: 'b' } })
  expect(toBody(removed).stages.map(({ id }) => id)).toEqual(['b', 'w', 'l'])
  expect(removeStage(addStage(draft, 'n'), 'n')).toEqual(draft)
})

test('no deals are sent to a stage that goes too', () => {
  const both = removeStage(removeStage(draft, 'a'), 'b')
  const { moveDealsTo = {}, stages } = toBody(both)
  for (const heir of Object.values(moveDealsTo)) expect(stages.map(({ id }) => id)).toContain(heir)
})

test('won is sure and lost is hopeless, and a stage keeps what was typed', () => {
  const typed = draft.map((stage) => (stage.key === 'a' ? { ...stage, probability: '12,5 %', name: ' First ' } : stage))
  expect(toBody(typed).stages).toEqual([
    { id: 'a', name: 'First', kind: 'open', probability: 12.5 },
    { id: 'b', name: 'Talking', kind: 'open', probability: 40 },
    { id: 'w', name: 'Won', kind: 'won', probability: 100 },
    { id: 'l', name: 'Lost', kind: 'lost', probability: 0 },
  ])
})
