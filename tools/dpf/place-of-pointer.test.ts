import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pointTo } from '../../kernel/errors/point-to.ts'
import { createPlugin } from './create.ts'
import { makeBundle } from './make-bundle.ts'
import { placeOfPointer } from './place-of-pointer.ts'

let place: string
let placeOf: (pointer: string) => string

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'dpf-pointer-'))
  const folder = join(place, 'gift-cards')
  await createPlugin(folder)
  placeOf = placeOfPointer(folder, await makeBundle(folder))
})
afterAll(() => rm(place, { recursive: true }))

it.each([
  [['manifest', 'pages', '0', 'blocks', '1', 'from'], 'pages.ts:13:15'],
  [['manifest', 'routes', '1', 'permission'], 'routes.ts:42:5'],
  [['manifest', 'permissions', 'gift_cards.items.read', 'roles'], 'plugin.ts:16:52'],
  [['manifest', 'needs', 'hosts', 'a/b'], 'needs.ts:7:34'],
  [['migrations', '0', 'sql'], 'migrations/0001-items.sql'],
  [['screenshots', '0'], '#/screenshots/0'],
])('what the platform found at %j is told where it was written', (path, where) => {
  expect(placeOf(pointTo(...path))).toBe(where)
})
