import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { surveyWalls } from './check/walls.ts'
import { idFault, pluginFiles } from './new-plugin.ts'
import { readMigrations } from './platform/read-migrations.ts'
import { makeWorkspace } from './testing/client.ts'
import { startTestPlatform } from './testing/test-platform.ts'

const run = promisify(execFile)
const id = 'gift_cards'
const folder = '.cache/new-plugin'

describe('npm run new-plugin', () => {
  let files: Map<string, string>

  beforeAll(async () => {
    files = await pluginFiles(id, "Anna's gift cards")
    for (const [name, text] of files) {
      await mkdir(dirname(join(folder, id, name)), { recursive: true })
      await writeFile(join(folder, id, name), text)
    }
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('makes a plugin that type-checks as it is', async () => {
    const config = {
      extends: '../../tsconfig.tools.json',
      compilerOptions: { tsBuildInfoFile: './tsbuildinfo' },
      include: [id],
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const { stdout } = await run('node_modules/.bin/tsc', ['-p', folder]).catch((error: { stdout: string }) => error)
    expect(stdout.split('\n').filter((line) => line.includes(id))).toEqual([])
  })

  it('makes a plugin that stays inside the walls', () => {
    const sources = new Map([...files].map(([name, text]) => [`plugins/${id}/${name}`, text]))
    sources.delete(`plugins/${id}/migrations/0001-items.sql`)
    const { trespasses, edges } = surveyWalls(sources, new Set(['drizzle-orm', 'hono', 'valibot']))
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
