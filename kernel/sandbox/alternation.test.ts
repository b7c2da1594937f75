import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../tools/platform/read-migrations.ts'
import { makeWorkspace, type Workspace } from '../../tools/testing/client.ts'
import { startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'
import { diaryMigrations } from '../live/testing/diary.ts'
import { isolateName } from './open-isolate.ts'
import { install, storeVersion, versionOf } from './testing/publish-plugin.ts'
import { plugin } from './testing/shoes/plugin.ts'

const folder = join(import.meta.dirname, 'testing/shoes')
const rounds = 1000

/** As many calls of two workspaces in turn, ten under way at a time; answers whose isolates remember somebody else's. */
async function alternate(workspaces: readonly [Workspace, Workspace]): Promise<number> {
  let strangers = 0
  for (let round = 0; round < rounds; round += 10) {
    const replies = await Promise.all(
      Array.from({ length: 10 }, async (_, place) => {
        const mine = workspaces[place % 2 === 0 ? 0 : 1]
        const { status, body } = await mine.client.get('/api/shoes/who')
        if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
        const isMine = body.tenant.id === mine.id && body.principal.userId === mine.owner.id
        return isMine && body.seen.every((id: string) => id === mine.id)
      }),
    )
    strangers += replies.filter((isMine) => !isMine).length
  }
  return strangers
}

describe('two workspaces with the same published plugin', () => {
  let platform: TestPlatform
  const start = async (entry: string) => {
    const started = await startTestPlatform({
      database: 'postgres',
      entry,
      migrations: [
        ...(await readMigrations()),
        ...diaryMigrations,
        { owner: 'shoes', id: '0001-items', sql: await readFile(join(folder, '0001-items.sql'), 'utf8') },
      ],
    })
    const version = await versionOf(plugin, folder)
    await storeVersion(started, version)
    const workspaces = [await makeWorkspace(started.client), await makeWorkspace(started.client)] as const
    for (const { id } of workspaces) await install(started, id, version)
    return { started, workspaces }
  }
  let world: Awaited<ReturnType<typeof start>>

  beforeAll(async () => {
    world = await start('kernel/live/testing/diary-worker.ts')
    platform = world.started
  })
  afterAll(() => platform.stop())

  it('see nothing of each other in 1,000 calls in turn, in memory as in tables', async () => {
    const [one, other] = world.workspaces
    await one.client.post('/api/shoes/items', { name: 'Mine', pairs: 1 })
    expect(await alternate(world.workspaces)).toBe(0)
    expect((await other.client.get('/api/shoes/items')).body.data).toEqual([])
  })

  it('would see each other in an isolate whose name leaves the workspace out', async () => {
    const faulty = await start('kernel/sandbox/testing/shared-isolate-worker.ts')
    try {
      expect(await alternate(faulty.workspaces)).toBeGreaterThan(0)
    } finally {
      await faulty.started.stop()
    }
  })

  it('and each other version, content and set of grants has an isolate of its own', () => {
    const known = { version: '1.0.0', contentHash: 'a', grantsHash: 'b' }
    const names = [
      isolateName('t', 'shoes', known),
      isolateName('u', 'shoes', known),
      isolateName('t', 'boots', known),
      isolateName('t', 'shoes', { ...known, version: '1.0.1' }),
      isolateName('t', 'shoes', { ...known, contentHash: 'c' }),
      isolateName('t', 'shoes', { ...known, grantsHash: 'c' }),
    ]
    expect(new Set(names).size).toBe(names.length)
  })
})
