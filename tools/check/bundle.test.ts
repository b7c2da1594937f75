import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleWorker } from '../build/build-worker.ts'
import { bundleFaults } from './bundle.ts'

describe('the check of the Worker', () => {
  const folder = '.cache/bundle-check'

  beforeAll(() => mkdir(folder, { recursive: true }))
  afterAll(() => rm(folder, { recursive: true }))

  const build = async (name: string, source: string) => {
    const entry = join(folder, `${name}.ts`)
    await writeFile(entry, source)
    return bundleFaults(await bundleWorker({ entry, minify: true }))
  }

  it('lets the Worker pass', async () => {
    expect(bundleFaults(await bundleWorker({ minify: true }))).toEqual([])
  })

  it.each([
    ['a command', "export * from '../../tools/cli/run-command.ts'", 'tools/cli/run-command.ts'],
    ['test code', "export * from '../../plugins/crm/import/fixtures/make-contacts.ts'", 'test code'],
    ['a file system', "import { readFileSync } from 'node:fs'\nexport default readFileSync('a')", 'node:fs'],
    ['a library for tests', "export * from 'fast-check'", 'node_modules/fast-check/'],
    ['the local database by another name', "export default 'pglite.localhost'", 'the local database'],
  ])('names %s in it', async (name, source, named) => {
    expect((await build(name.replaceAll(/\W/g, '-'), source)).join('\n')).toContain(named)
  })

  it('names a Worker that is too large, and an empty one', () => {
    const noise = randomBytes(700_000).toString('base64')
    expect(bundleFaults({ text: noise, inputs: ['kernel/main.ts'] })).toEqual([
      expect.stringContaining('bytes gzipped'),
    ])
    expect(bundleFaults({ text: '', inputs: [] })).toEqual(['it is made of nothing'])
  })
})
