import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, type Workspace } from '../testing/client.ts'
import { type InstalledCommand, installPackage } from '../testing/install-package.ts'
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts'

/** An author's way, from an empty folder to an upgrade that is taken back: each step stands on the one before. */
describe('the walk of an author, with the packed command', { timeout: 180_000 }, () => {
  let place: string
  let folder: string
  let command: InstalledCommand
  let platform: TestPlatform
  let author: Workspace
  let salon: Workspace
  let key: string
  let cardPath: string

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'dpf-walk-'))
    folder = join(place, 'gift-cards')
    ;[command, platform] = await Promise.all([installPackage(place), startTestPlatform({ database: 'postgres' })])
    author = await makeWorkspace(platform.client, { name: 'Card tools' })
    salon = await makeWorkspace(platform.client, { name: 'Salon Anna' })
    const made = await author.client.post('/api/api-keys', { name: 'dpf', permissions: ['publisher.manage'] })
    expect(made.status).toBe(201)
    key = made.body.key
  })
  afterAll(async () => {
    await platform.stop()
    await rm(place, { recursive: true })
  })

  const publish = (...more: string[]) =>
    command.run(folder, ['publish', '--url', platform.url, ...more], { DPF_KEY: key })

  async function edit(file: string, from: string, to: string): Promise<void> {
    const text = await readFile(join(folder, file), 'utf8')
    expect(text).toContain(from)
    await writeFile(join(folder, file), text.replace(from, to))
  }

  async function nextVersion(from: string, to: string, changes: string): Promise<void> {
    await edit('plugin.ts', `version: '${from}'`, `version: '${to}'`)
    await edit('CHANGES.md', '# What is new\n', `# What is new\n\n## ${to}\n\n${changes}\n`)
  }

  it('makes a plugin whose tests pass at once, in the isolate that it will run in', async () => {
    expect(await command.run(place, ['create', 'gift-cards'])).toMatchObject({ code: 0 })
    const tested = await command.run(folder, ['test'])
    expect(tested, tested.out + tested.err).toMatchObject({ code: 0 })
    // Eight of its own, and six that describeTenants makes.
    expect(tested.out).toMatch(/Tests .*14 passed/)
  })

  it('validates and bundles it', async () => {
    expect(await command.run(folder, ['validate'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('gift_cards 0.1.0'),
    })
    expect(await command.run(folder, ['bundle'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('dist/gift_cards-0.1.0'),
    })
  })

  it('asks the platform what it thinks of it, then publishes it', async () => {
    const as = ['--publisher', 'card-tools', '--name', 'Card tools']
    const asked = await publish('--dry-run', ...as)
    expect(asked, asked.err).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was published') })
    expect((await salon.client.get('/api/marketplace/gift_cards')).status).toBe(404)
    const published = await publish()
    expect(published, published.err).toMatchObject({
      code: 0,
      out: expect.stringContaining('Published: gift_cards 0.1.0'),
    })
    expect((await publish()).code, 'a version never changes').toBe(1)
  })

  it('has it found and installed by a workspace that never heard of its author', async () => {
    const { body } = await salon.client.get('/api/marketplace?q=gift')
    expect(body.data).toMatchObject([{ id: 'gift_cards', version: '0.1.0', publisher: { slug: 'card-tools' } }])
    expect((await salon.client.post('/api/plugins/gift_cards/install', {})).status).toBe(201)
    const card = await salon.client.post('/api/gift_cards/items', { name: 'For Berta' })
    expect(card.status).toBe(201)
    cardPath = `/api/gift_cards/items/${card.body.id}`
  })

  it('shows the difference of a version that wants a host more, and waits for a yes', async () => {
    const host = `{ hosts: { 'api.example.com': { perDay: 50, why: 'Looks up what a card is worth' } } }`
    await edit('needs.ts', 'defineNeeds({})', `defineNeeds(${host})`)
    await writeFile(
      join(folder, 'migrations/0002-worth.sql'),
      'alter table gift_cards.items add column worth integer;\n',
    )
    await nextVersion('0.1.0', '0.2.0', 'Knows what a card is worth.')
    const published = await publish()
    expect(published, published.err).toMatchObject({ code: 0, out: expect.stringContaining('api.example.com') })

    const plan = await salon.client.get('/api/plugins/gift_cards/plan?version=0.2.0')
    expect(plan.body).toMatchObject({ from: '0.1.0', to: '0.2.0', changes: 'Knows what a card is worth.' })
    expect(JSON.stringify(plan.body.asksMore)).toContain('api.example.com')
    expect(JSON.stringify(plan.body.database)).toContain('worth')

    const refused = await salon.client.post('/api/plugins/gift_cards/upgrade', { version: '0.2.0' })
    expect(refused.status).toBe(409)
    expect(refused.body.type).toContain('kernel.grantsWanted')
    expect((await salon.client.get('/api/plugins/gift_cards')).body.version).toBe('0.1.0')
    const grants = plan.body.grants
    const upgraded = await salon.client.post('/api/plugins/gift_cards/upgrade', { version: '0.2.0', grants })
    expect(upgraded, JSON.stringify(upgraded.body)).toMatchObject({ status: 200, body: { version: '0.2.0' } })
    expect((await salon.client.get('/api/gift_cards/items')).body.data).toMatchObject([{ name: 'For Berta' }])
  })

  it('has a bad version come to a workspace by itself, and go back by itself when its errors rise', async () => {
    await edit(
      'routes.ts',
      'const { limit, cursor } =',
      `if (c.req.path !== '') throw new Error('A bad day')\n      const { limit, cursor } =`,
    )
    await nextVersion('0.2.0', '0.3.0', 'Breaks.')
    const published = await publish()
    expect(published, published.err).toMatchObject({ code: 0 })
    await untilVersion('0.3.0')
    const statuses = new Set<number>()
    await untilVersion('0.2.0', async () => {
      // The list breaks and the rest works: what breaks at every call is given a rest, and told of more slowly.
      for (let call = 0; call < 15; call++) {
        statuses.add((await salon.client.get('/api/gift_cards/items')).status)
        await salon.client.get(cardPath)
      }
    })
    expect(Math.max(...statuses)).toBeGreaterThanOrEqual(500)
    expect((await salon.client.get('/api/gift_cards/items')).body.data).toMatchObject([{ name: 'For Berta' }])
    const { body } = await salon.client.get('/api/audit?action=plugin.rolledBack')
    expect(body.data).toMatchObject([{ actor: 'system', data: { from: '0.3.0', to: '0.2.0' } }])
  })

  it('has one that a workspace took by hand taken back by hand, and everything that was there is there', async () => {
    await nextVersion('0.3.0', '0.4.0', 'Breaks still.')
    const published = await publish()
    expect(published, published.err).toMatchObject({ code: 0 })
    const upgraded = await salon.client.post('/api/plugins/gift_cards/upgrade', { version: '0.4.0' })
    expect(upgraded, JSON.stringify(upgraded.body)).toMatchObject({ status: 200, body: { version: '0.4.0' } })
    expect((await salon.client.get('/api/gift_cards/items')).status).toBeGreaterThanOrEqual(500)
    const back = await salon.client.post('/api/plugins/gift_cards/rollback')
    expect(back, JSON.stringify(back.body)).toMatchObject({ status: 200, body: { version: '0.2.0' } })
    expect((await salon.client.get('/api/gift_cards/items')).body.data).toMatchObject([{ name: 'For Berta' }])
  })

  /** The platform's clock runs each minute; here it runs at once, again and again. */
  async function untilVersion(version: string, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    const now = async () => {
      await meanwhile()
      await platform.tick()
      return (await salon.client.get('/api/plugins/gift_cards')).body.version
    }
    await expect.poll(now, { timeout: 30_000, interval: 200 }).toBe(version)
  }
})
