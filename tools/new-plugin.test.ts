import { execFile } from 'node:child_process'
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleWeb } from './build/bundle-web.ts'
import { pagesFaults } from './check/pages.ts'
import { surveyWalls } from './check/walls.ts'
import { idFault } from './new-plugin/id-fault.ts'
import { pluginFiles, publishedFiles } from './new-plugin/plugin-files.ts'
import { readMigrations } from './platform/read-migrations.ts'
import { makeWorkspace } from './testing/client.ts'
import { startTestPlatform } from './testing/test-platform.ts'

const run = promisify(execFile)
const id = 'gift_cards'
const folder = '.cache/new-plugin'

describe('npm run new-plugin', () => {
  let files: Map<string, string>

  beforeAll(async () => {
    files = await pluginFiles((name) => join('tools/new-plugin', name), id, "Anna's gift cards")
    for (const [name, text] of files) {
      await mkdir(dirname(join(folder, id, name)), { recursive: true })
      await writeFile(join(folder, id, name), text)
    }
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each([
    ['routes and tests', 'tools', { include: [id], exclude: [`${id}/ui`] }],
    ['pages', 'web', { include: [`${id}/ui`], exclude: [] }],
  ])('makes a plugin whose %s type-check as they are', async (_, project, files) => {
    const config = {
      extends: `../../tsconfig.${project}.json`,
      compilerOptions: { tsBuildInfoFile: `./tsbuildinfo-${project}` },
      ...files,
    }
    const file = join(folder, `tsconfig.${project}.json`)
    await writeFile(file, JSON.stringify(config))
    const args = ['-p', file, '--listFiles']
    const { stdout } = await run('node_modules/.bin/tsc', args).catch((error: { stdout: string }) => error)
    const lines = stdout.split('\n').filter((line) => line.includes(`/${id}/`))
    expect(lines.filter((line) => line.includes(': error '))).toEqual([])
    expect(lines.join()).toContain(project === 'web' ? 'ui/items.tsx' : 'routes.ts')
  })

  it('makes a plugin that is linted as it is', async () => {
    const args = ['check', '--vcs-enabled=false', '--formatter-enabled=false', '--error-on-warnings', join(folder, id)]
    const { stdout, stderr } = await run('node_modules/.bin/biome', args).catch((error) => error)
    const sources = [...files.keys()].filter((name) => !name.endsWith('.sql'))
    expect(stdout + stderr).toMatch(new RegExp(`^Checked ${sources.length} files in \\S+ No fixes applied`))
  })

  it('makes a plugin to publish that is linted as it is', async () => {
    const own = join(folder, 'published')
    const made = await publishedFiles((name) => join('tools/new-plugin', name), id, { title: 'Cards', folder: 'cards' })
    for (const [name, text] of made) {
      await mkdir(dirname(join(own, name)), { recursive: true })
      await writeFile(join(own, name), text)
    }
    const args = ['check', '--vcs-enabled=false', '--formatter-enabled=false', '--error-on-warnings', own]
    const { stdout, stderr } = await run('node_modules/.bin/biome', args).catch((error) => error)
    const sources = [...made.keys()].filter((name) => /\.(ts|json)$/.test(name))
    expect(stdout + stderr).toMatch(new RegExp(`^Checked ${sources.length} files in \\S+ No fixes applied`))
  })

  it('makes pages that build, load only when they are opened, and bring nothing of the Worker along', async () => {
    const entry = join(import.meta.dirname, '..', folder, 'pages.ts')
    await writeFile(entry, `import { ui } from './${id}/ui/nav.ts'\nconsole.log(ui)`)
    const chunks = (await bundleWeb(entry)).map((chunk) => ({
      ...chunk,
      inputs: chunk.inputs.map((file) => file.replace(`${folder}/`, 'plugins/')),
    }))
    expect(pagesFaults(chunks)).toEqual([])
    const withPage = chunks.filter(({ inputs }) => inputs.includes(`plugins/${id}/ui/items.tsx`))
    expect(withPage).toMatchObject([
      { isEntry: false, inputs: expect.arrayContaining([`plugins/${id}/ui/item-dialog.tsx`]) },
    ])
  })

  it('makes a plugin that stays inside the walls', () => {
    const sources = new Map([...files].map(([name, text]) => [`plugins/${id}/${name}`, text]))
    sources.delete(`plugins/${id}/migrations/0001-items.sql`)
    const { trespasses, edges } = surveyWalls(
      sources,
      new Set(['drizzle-orm', 'hono', 'valibot', 'solid-js', '@solidjs/router', '@tanstack/solid-query']),
    )
    expect(trespasses).toEqual([])
    expect(edges).toBeGreaterThan(20)
  })

  it('makes a plugin that is mounted and works', async () => {
    const entry = join(folder, 'main.ts')
    await writeFile(
      entry,
      `import { plugin } from './${id}/plugin.ts'
       import { createWorker } from '../../kernel/worker.ts'
       export { Gate } from '../../kernel/gate/gate.ts'
       export default createWorker([plugin])`,
    )
    const sql = files.get('migrations/0001-items.sql') ?? ''
    const migrations = [...(await readMigrations()), { owner: id, id: '0001-items', sql }]
    const platform = await startTestPlatform({ database: 'pglite', entry, migrations })
    try {
      const { client } = await makeWorkspace(platform.client, { modules: [id] })
      const created = await client.post(`/api/${id}/items`, { name: 'For Berta' })
      expect(created).toMatchObject({ status: 201, body: { name: 'For Berta', version: 1 } })
      expect((await client.get(`/api/${id}/items`)).body.data).toEqual([created.body])
    } finally {
      await platform.stop()
    }
  })

  it('is walked through by docs/plugins.md in code that is there, line by line', async () => {
    const guide = await readFile('docs/plugins.md', 'utf8')
    const blocks = [...guide.matchAll(/^```\w+ plugins\/(\S+)\n([\s\S]*?)^```$/gm)]
    expect(blocks.length).toBeGreaterThan(12)
    for (const [, path = '', code = ''] of blocks) {
      const own = path.startsWith(`${id}/`) ? files.get(path.slice(id.length + 1)) : undefined
      expect(own ?? (await readFile(join('plugins', path), 'utf8')), path).toContain(code)
    }
  })

  it('is walked through by docs/plugins.md with names of files that are there', async () => {
    const guide = await readFile('docs/plugins.md', 'utf8')
    const paths = [...guide.matchAll(/`(plugins\/[\w./-]+)`|\]\(((?!http)[^)#]+)\)/g)].map(
      ([, file, link]) => file ?? `docs/${link}`,
    )
    expect(paths.length).toBeGreaterThan(8)
    for (const path of paths.filter((each) => !each.startsWith(`plugins/${id}`))) await access(path)
  })

  it.each(['Foo', 'a', 'gift-cards', 'gift__cards', '../x', 'card2', ''])('says what an id looks like to %j', (bad) => {
    expect(idFault(bad)).toContain('is no id for a plugin')
  })

  it.each(['kernel', 'public', 'auth', 'order', 'class', 'pg_cards', 'plugins'])('refuses the taken id %s', (taken) => {
    expect(idFault(taken)).toContain('is taken')
  })

  it('takes a good id', () => {
    expect(idFault(id)).toBeUndefined()
  })
})
