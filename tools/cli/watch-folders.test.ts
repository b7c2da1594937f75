import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { watchFolders } from './watch-folders.ts'

let folder: string
let end: () => void
const seen = new Set<string>()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watch-'))
  await mkdir(join(folder, 'deep'))
  await writeFile(join(folder, 'deep/a.ts'), 'one')
  seen.clear()
  end = await watchFolders([folder], (path) => seen.add(path))
})
afterEach(async () => {
  end()
  await rm(folder, { recursive: true })
})

const expectSeen = (path: string) => expect.poll(() => seen.has(join(folder, path)), { timeout: 5000 }).toBe(true)

it('sees a file that an editor saves by replacing it, again and again', async () => {
  for (const text of ['two', 'three']) {
    seen.clear()
    await writeFile(join(folder, 'deep/a.ts.tmp'), text)
    await rename(join(folder, 'deep/a.ts.tmp'), join(folder, 'deep/a.ts'))
    await expectSeen('deep/a.ts')
    seen.clear()
    await writeFile(join(folder, 'deep/a.ts'), `${text}, in place`)
    await expectSeen('deep/a.ts')
  }
})

it('follows folders that are made later', async () => {
  await mkdir(join(folder, 'deep/new'))
  await expectSeen('deep/new')
  await expect
    .poll(async () => {
      await writeFile(join(folder, 'deep/new/b.ts'), `${Math.random()}`)
      return seen.has(join(folder, 'deep/new/b.ts'))
    })
    .toBe(true)
})
