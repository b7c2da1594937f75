import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contentHash } from '../../kernel/sandbox/bundle.ts'
import { publishedFiles } from '../new-plugin/plugin-files.ts'
import { type Fault, Faults } from './fault.ts'
import { makeBundle } from './make-bundle.ts'

let place: string
let folder: string

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'dpf-bundle-'))
})
afterAll(() => rm(place, { recursive: true }))

beforeEach(async () => {
  folder = await mkdtemp(join(place, 'plugin-'))
  const template = (name: string) => join('tools/new-plugin', name)
  for (const [name, text] of await publishedFiles(template, 'gift_cards', {
    title: 'Gift cards',
    folder: 'gift-cards',
  }))
    await write(name, text)
})

async function write(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true })
  await writeFile(join(folder, name), text)
}

async function edit(name: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, name), 'utf8')
  expect(text).toContain(from)
  await writeFile(join(folder, name), text.replace(from, to))
}

async function faults(): Promise<readonly Fault[]> {
  const error = await makeBundle(folder).then(
    () => undefined,
    (failure) => failure,
  )
  if (error instanceof Faults) return error.faults
  throw error ?? new Error('Nothing was found')
}

/** `file:line:column` of a text in a file of the plugin. */
async function at(file: string, text: string, message: string | RegExp) {
  const before = (await readFile(join(folder, file), 'utf8')).split(text)[0] ?? ''
  return {
    file,
    line: before.split('\n').length,
    column: before.length - before.lastIndexOf('\n'),
    message: expect.stringMatching(message),
  }
}

describe('the bundle of a plugin', () => {
  it('has what the declaration says as data, one module, and its migrations', async () => {
    const { bundle, manifest, sizes } = await makeBundle(folder)
    expect(JSON.parse(bundle.manifest)).toEqual(manifest)
    expect(manifest).toMatchObject({
      id: 'gift_cards',
      version: '0.1.0',
      changes: 'The first version.',
      jobs: [],
      needs: { hears: {}, hosts: {} },
    })
    expect(manifest.routes.map(({ method, path }) => `${method} ${path}`)).toContain('PATCH /items/:id')
    expect(manifest.routes[1]).toMatchObject({
      permission: 'gift_cards.items.write',
      routeClass: 'write',
      body: { required: ['name'] },
      answers: { 201: { type: 'object' } },
    })
    expect(manifest.events['gift_cards.item.created']).toMatchObject({ seenWith: 'gift_cards.items.read' })
    expect(manifest.pages.map(({ path }) => path)).toEqual(['/items', '/new', '/items/:id'])
    expect(bundle.migrations).toMatchObject([{ id: '0001-items', sql: expect.stringContaining('create table') }])
    const imported = [...bundle.code.matchAll(/from"([^"]+)"|import"([^"]+)"/g)].map(([, one, other]) => one ?? other)
    expect(imported.sort()).toEqual(['cloudflare:workers', 'node:async_hooks'])
    expect(bundle.code.includes('node_modules')).toBe(false)
    expect(sizes.parts.map(({ name }) => name)).toContain('plugin')
  })

  it('is the same for the same files, wherever they lie', async () => {
    const copy = join(place, 'deeper/and/deeper')
    await cp(folder, copy, { recursive: true })
    const [one, other] = [await makeBundle(folder), await makeBundle(copy)]
    expect(await contentHash(one.bundle)).toBe(await contentHash(other.bundle))
    await edit('errors.ts', 'There is no such item', 'There is none')
    expect(await contentHash((await makeBundle(folder)).bundle)).not.toBe(await contentHash(one.bundle))
  })

  it('asks for each pattern that it hears, with the fields that it names', async () => {
    await edit('needs.ts', 'defineNeeds({})', `defineNeeds({ hears: { 'crm.contact.created': { fields: ['name'] } } })`)
    await edit(
      'plugin.ts',
      '  events,\n',
      `  events,\n  hears: { 'crm.contact.created': async () => undefined, 'booking.*': async () => undefined },\n`,
    )
    expect((await makeBundle(folder)).manifest.needs.hears).toEqual({
      'crm.contact.created': { fields: ['name'] },
      'booking.*': { fields: null },
    })
  })

  it('shows pictures under the names of their files, and refuses what is none', async () => {
    await mkdir(join(folder, 'screenshots'))
    const png = Buffer.from('89504e470d0a1a0a', 'hex')
    await writeFile(join(folder, 'screenshots/01-the-list.png'), png)
    const { manifest, bundle } = await makeBundle(folder)
    expect(manifest.screenshots).toMatchObject([{ title: 'The list', type: 'image/png' }])
    expect(bundle.screenshots).toEqual([png.toString('base64')])
    await writeFile(join(folder, 'screenshots/02-other.png'), 'GIF89a')
    expect(await faults()).toMatchObject([{ file: 'screenshots/02-other.png', message: 'It is no image/png picture' }])
  })

  it('can be of another version than the declaration says', async () => {
    expect((await makeBundle(folder, { versionOf: (declared) => `${declared}-dev.7` })).manifest.version).toBe(
      '0.1.0-dev.7',
    )
  })
})

describe('what cannot run published is refused with its line', () => {
  it.each([
    [
      'a built-in module of Node',
      `import { readFileSync } from 'node:fs'`,
      `'node:fs'`,
      /has no node:fs/,
      'readFileSync',
    ],
    ['one by its old name', `import { join } from 'path'`, `'path'`, /has no path/, 'join'],
    ['sockets', `import { connect } from 'cloudflare:sockets'`, `'cloudflare:sockets'`, /opens no sockets/, 'connect'],
    ['a package that is not there', `import x from 'left-pad-of-nobody'`, `'left-pad`, /Could not resolve/, 'x'],
    ['the test harness', `import { signUp } from '#sdk/testing'`, `'#sdk/testing'`, /Only tests/, 'signUp'],
  ])('%s', async (_, line, text, message, used) => {
    const source = await readFile(join(folder, 'change-item.ts'), 'utf8')
    await write('change-item.ts', `${line}\nexport const used = ${used}\n${source}`)
    await edit('routes.ts', `import { changeItem }`, `import { used, changeItem }`)
    await edit('routes.ts', 'const read =', 'console.log(used)\nconst read =')
    expect(await faults()).toEqual([await at('change-item.ts', text, message)])
  })

  it.each([
    ['eval', `eval('1')`, /made at run time: eval/],
    ['new Function', `new Function('return 1')()`, /new Function/],
    ['an import of a name that is made', 'import(String(new Date()))', /one module/],
  ])('%s', async (_, code, message) => {
    await edit('change-item.ts', 'const [, [row]]', `console.log(${code})\n  const [, [row]]`)
    expect(await faults()).toEqual([await at('change-item.ts', code, message)])
  })

  it('waiting while it is loaded', async () => {
    await edit(
      'contract.ts',
      'const itemEntries',
      `const got = await fetch('https://api.example.com')\nconst itemEntries`,
    )
    expect(await faults()).toEqual([await at('contract.ts', 'await fetch', /waits for nothing while it is loaded/)])
  })

  it('throwing while it is loaded', async () => {
    await edit('contract.ts', 'const itemEntries', `JSON.parse('{')\nconst itemEntries`)
    expect(await faults()).toMatchObject([
      { file: 'contract.ts', line: 6, message: expect.stringContaining('Loading it failed') },
    ])
  })

  it('a mistake in the syntax', async () => {
    await edit('errors.ts', 'export const', 'export cnst')
    expect(await faults()).toMatchObject([{ file: 'errors.ts', line: 3, column: 8 }])
  })

  it.each([
    ['a connector', `kind: 'module'`, `kind: 'connector'`, `'connector'`, /^A connector is built in/],
    [
      'a port',
      `kind: 'module',`,
      `kind: 'module', provides: { email: () => ({}) as never },`,
      `provides:`,
      /^Leave provides out/,
    ],
    ['counting', `kind: 'module',`, `kind: 'module', usage: [],`, 'usage:', /^Leave usage out/],
    ['notifications', `kind: 'module',`, `kind: 'module', notifies: {},`, 'notifies:', /^Leave notifies out/],
    ['an id of the platform', `id: 'gift_cards'`, `id: 'crm'`, `'crm'`, /^crm is taken/],
    ['no version', `'0.1.0'`, `'one'`, `'one'`, /Write a version as 1.2.3/],
  ])('%s', async (_, from, to, text, message) => {
    await edit('plugin.ts', from, to)
    expect(await faults()).toContainEqual(await at('plugin.ts', text, message))
  })

  it('a host that is none', async () => {
    await edit('needs.ts', 'defineNeeds({})', `defineNeeds({ hosts: { 'https://a.example': {} } })`)
    expect(await faults()).toContainEqual(await at('needs.ts', `'https`, /Name a host in full/))
  })

  it('a permission that is not the plugin’s own', async () => {
    await edit('routes.ts', `'gift_cards.items.read' } as const`, `'gift_cards.items.see' } as const`)
    expect(await faults()).toContainEqual(await at('routes.ts', `'/items',`, /^GET \/items needs a permission/))
  })

  it.each([
    [
      'a route that is not there',
      `from: 'GET /items'`,
      `from: 'GET /itms'`,
      /no route GET \/itms; there is GET \/items$/,
    ],
    ['a page that is not there', `next: '/new', look`, `next: '/nw', look`, /no page at \/nw; there is \/new$/],
    ['a field that is not answered', `field: 'doneAt'`, `field: 'done'`, /GET \/items answers no done/],
    ['an entry that is not taken', `name: 'notes'`, `name: 'note'`, /POST \/items takes no note/],
    ['a block that there is not', `block: 'table'`, `block: 'tble'`, /blocks\[1\].block/],
  ])('pages with %s', async (_, from, to, message) => {
    await edit('pages.ts', from, to)
    const value = to.slice(to.indexOf(`'`))
    expect(await faults()).toContainEqual(await at('pages.ts', value, message))
  })

  it('migrations', async () => {
    await write('migrations/0002-bad.sql', `\ncreate function gift_cards.f() returns int language sql as 'select 1';\n`)
    await write('migrations/3.sql', 'select 1')
    const found = await faults()
    expect(found).toContainEqual(expect.objectContaining({ file: 'migrations/0002-bad.sql', line: 2, column: 1 }))
    expect(found).toContainEqual({ file: 'migrations/3.sql', message: 'Name it as 0001-what-it-does.sql' })
  })

  it('everything at once', async () => {
    await edit('pages.ts', `from: 'GET /items'`, `from: 'GET /itms'`)
    await edit('plugin.ts', `kind: 'module'`, `kind: 'connector'`)
    await edit('change-item.ts', 'const [, [row]]', `eval('1')\n  const [, [row]]`)
    expect(new Set((await faults()).map(({ file }) => file))).toEqual(
      new Set(['pages.ts', 'plugin.ts', 'change-item.ts']),
    )
  })

  it('a folder without a plugin', async () => {
    await rm(join(folder, 'plugin.ts'))
    expect((await faults()).map(({ message }) => message)).toEqual([expect.stringContaining('There is no plugin.ts')])
  })
})
