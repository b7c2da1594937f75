import { describe, expect, it } from 'vitest'
import { pointTo } from './point-to.ts'

describe('a pointer into what was sent', () => {
  it.each([
    [[], '#'],
    [['kinds', 'crm.task_assigned'], '#/kinds/crm.task_assigned'],
    [['a/b', 'c~d', 'ä b'], '#/a~1b/c~0d/%C3%A4%20b'],
    [['\ud800'], '#/%EF%BF%BD'],
  ])('%j is %s', (keys, pointer) => expect(pointTo(...keys)).toBe(pointer))
})
