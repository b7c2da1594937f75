import { expect, it } from 'vitest'
import { initialsOf } from './initials.ts'

it('a person is known by the first letters of the first and the last name', () => {
  expect(['Anna Maria Berg', ' zoë ', '', '李 小龍', '𝒜nna b'].map(initialsOf)).toEqual(['AB', 'Z', '', '李小', '𝒜B'])
})
