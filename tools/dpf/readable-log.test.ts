import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlugin } from './create.ts'
import { placeAt } from './fault.ts'
import { type MadeBundle, makeBundle } from './make-bundle.ts'
import { readableLog } from './readable-log.ts'

let place: string
let made: MadeBundle

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'dpf-log-'))
  const folder = join(place, 'gift-cards')
  await createPlugin(folder)
  const routes = await readFile(join(folder, 'routes.ts'), 'utf8')
  await writeFile(
    join(folder, 'routes.ts'),
    routes.replace('const keys =', `if (limit < 0) throw new Error('No')\n      const keys =`),
  )
  made = await makeBundle(folder)
})
afterAll(() => rm(place, { recursive: true }))

it('what a plugin threw is told by the lines of its own files', () => {
  const { line, column } = placeAt(made.bundle.code, made.bundle.code.indexOf('new Error("No")'))
  const inside = placeAt(made.bundle.code, made.bundle.code.indexOf('splitPath'))
  const stack = `Error: No
    at Array.<anonymous> (plugin.js:${line}:${column})
    at dispatch (plugin.js:${inside.line}:${inside.column})
    at async run (main.js:12:5)`
  expect(readableLog(stack, made)).toBe('Error: No\n    at routes.ts:31:28')
})

it('what it wrote stays as it is', () => {
  expect(readableLog('one\n  two', made)).toBe('one\n  two')
})
