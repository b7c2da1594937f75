import { expect, test } from 'vitest'
import { emptyDraft, mergeDraft, toPatch } from './draft.ts'

const base = { ...emptyDraft(), firstName: 'Anna', city: 'Bonn', emails: ['a@example.com'], custom: { size: '38' } }

test('only what changed is sent; an emptied own field is removed', () => {
  expect(toPatch(base, base)).toEqual({})
  expect(toPatch({ ...base, city: '', custom: { size: '' }, company: { id: 'c', name: 'C' } }, base)).toEqual({
    city: '',
    custom: { size: null },
    companyId: 'c',
  })
})

test("somebody else's change comes in where nothing was typed", () => {
  const { draft, clashes } = mergeDraft({ ...base, firstName: 'Anne' }, base, { ...base, city: 'Köln' })
  expect(draft).toEqual({ ...base, firstName: 'Anne', city: 'Köln' })
  expect(clashes).toEqual({})
})

test('where both changed the same, what was typed stays and the other value is told', () => {
  const mine = { ...base, city: 'Mainz', emails: ['b@example.com'], custom: { size: '39' } }
  const theirs = { ...base, city: 'Köln', emails: [], custom: { size: '40' } }
  const { draft, clashes } = mergeDraft(mine, base, theirs)
  expect(draft).toEqual(mine)
  expect(clashes).toEqual({ city: 'Köln', emails: '', 'custom/size': '40' })
})
