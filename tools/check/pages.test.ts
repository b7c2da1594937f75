import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleWeb } from '../build/bundle-web.ts'
import { embedFaults, firstLoadBytes, pagesFaults, siteBytes } from './pages.ts'

const chunk = (fileName: string, code: string, imports: string[] = [], isEntry = false) => ({
  fileName,
  name: fileName.replace('.js', ''),
  code,
  imports,
  later: [] as string[],
  isEntry,
  inputs: [],
})

describe('the check of the pages', () => {
  const folder = join(import.meta.dirname, '../../.cache/pages-check')

  beforeAll(() => mkdir(folder, { recursive: true }))
  afterAll(() => rm(folder, { recursive: true }))

  const build = async (name: string, source: string) => {
    const entry = join(folder, `${name}.ts`)
    await writeFile(entry, source)
    return pagesFaults(await bundleWeb(entry))
  }

  it('lets the pages pass', async () => {
    expect(pagesFaults(await bundleWeb())).toEqual([])
  })

  it.each([
    ['the kernel', "import { newId } from '../../kernel/sdk/new-id.ts'\nconsole.log(newId())", 'kernel/sdk/new-id.ts'],
    [
      'a plugin’s tables',
      "import { contacts } from '../../plugins/crm/tables.ts'\nconsole.log(contacts)",
      'plugins/crm/tables.ts',
    ],
    ['a library of the Worker', "import { SignJWT } from 'jose'\nconsole.log(SignJWT)", 'node_modules/jose/'],
    ['the name of a secret', "console.log('ENCRYPTION_KEY')", 'the name of a secret'],
  ])('names %s in them', async (name, source, named) => {
    expect((await build(name.replaceAll(/\W/g, '-'), source)).join('\n')).toContain(named)
  })

  it('counts what an entry brings along, not what is loaded later, and refuses too much of it', () => {
    const noise = randomBytes(120_000).toString('base64')
    const later = [chunk('entry.js', '1', ['kit.js'], true), chunk('kit.js', '2'), chunk('page.js', noise)]
    expect(pagesFaults(later)).toEqual([])
    const first = [chunk('entry.js', '1', ['kit.js'], true), chunk('kit.js', noise)]
    expect(firstLoadBytes(first)).toBeGreaterThan(110_000)
    expect(pagesFaults(first)).toEqual([expect.stringContaining('first load')])
    expect(pagesFaults([])).toEqual(['there is no script to begin with'])
  })

  it('counts all that the pages of visitors can ever load, and refuses too much of it', () => {
    const noise = randomBytes(60_000).toString('base64')
    const site = { ...chunk('site.js', '1', ['solid.js'], true), later: ['book.js'] }
    const chunks = [site, chunk('solid.js', '2'), chunk('book.js', noise), chunk('index.js', '3', ['solid.js'], true)]
    expect(firstLoadBytes(chunks)).toBeLessThan(100)
    expect(siteBytes(chunks)).toBeGreaterThan(60_000)
    expect(pagesFaults(chunks)).toEqual([expect.stringContaining('the pages of visitors')])
  })

  it('refuses a script for other people’s pages that is large or that a strict policy stops', () => {
    expect(embedFaults('document.title')).toEqual([])
    expect(embedFaults(randomBytes(6000).toString('base64'))).toEqual([expect.stringContaining('5000 is the most')])
    expect(embedFaults('document.body.innerHTML = ""')).toEqual([expect.stringContaining('strict policy')])
  })
})
