import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Client, createClient } from '../testing/client.ts'
import { type InstalledCommand, installPackage } from '../testing/install-package.ts'

describe('dpf dev', () => {
  let place: string
  let folder: string
  let command: InstalledCommand
  let dev: ChildProcess
  let said = ''
  let anna: Client

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'dpf-dev-'))
    folder = join(place, 'gift-cards')
    command = await installPackage(place)
    await command.run(place, ['create', 'gift-cards'])
    await start()
  }, 120_000)
  afterAll(async () => {
    await end()
    await rm(place, { recursive: true })
  })

  async function start(): Promise<void> {
    said = ''
    dev = command.start(folder, ['dev'])
    for (const stream of [dev.stdout, dev.stderr])
      stream?.on('data', (chunk) => {
        said += String(chunk)
      })
    await vi.waitFor(() => expect(said).toContain('Every save is followed'), { timeout: 100_000, interval: 100 })
    const read = (name: string) => new RegExp(`${name} +(\\S+)`).exec(said)?.[1] ?? ''
    const open = createClient(read('Address'))
    const { body } = await open.post('/api/auth/login', { email: read('Email'), password: read('Password') })
    anna = open.with({ authorization: `Bearer ${body.accessToken}`, 'x-tenant-id': read('Workspace') })
  }

  async function end(): Promise<void> {
    const ended = once(dev, 'exit')
    dev.kill('SIGINT')
    await ended
  }

  async function edit(file: string, from: string, to: string): Promise<void> {
    const text = await readFile(join(folder, file), 'utf8')
    expect(text).toContain(from)
    await writeFile(join(folder, file), text.replace(from, to))
  }

  const missing = async () => (await anna.get('/api/gift_cards/items/01900000-0000-7000-8000-000000000000')).body.title

  it('has a workspace with things in it, and the plugin', async () => {
    expect(await missing()).toBe('There is no such item')
    expect((await anna.get('/api/crm/contacts')).body.data.length).toBeGreaterThan(5)
    expect((await anna.get('/api/plugins/gift_cards')).body).toMatchObject({ version: '0.1.0-dev.1', state: 'on' })
  })

  it('follows a save', async () => {
    await edit('errors.ts', 'There is no such item', 'No such card')
    await expect.poll(missing).toBe('No such card')
    expect(said).toMatch(/gift_cards 0\.1\.0-dev\.2 runs after \d+ ms: errors\.ts/)
  })

  it('tells what is wrong by its place, and the last good version stays', async () => {
    await edit('errors.ts', 'export const', 'export cnst')
    await expect.poll(() => said).toMatch(/errors\.ts:3:8: .*\nThe last good version goes on running/)
    expect(await missing()).toBe('No such card')
    await edit('errors.ts', 'export cnst', 'export const')
    await edit('pages.ts', `from: 'GET /items'`, `from: 'GET /itms'`)
    await expect.poll(() => said).toContain('pages.ts:13:15: There is no route GET /itms')
    await edit('pages.ts', `from: 'GET /itms'`, `from: 'GET /items'`)
    await writeFile(join(folder, 'migrations/0002-bad.sql'), 'drop table gift_cards.items;\n')
    await expect.poll(() => said).toMatch(/migrations\/0002-bad\.sql:1:1: /)
    await rm(join(folder, 'migrations/0002-bad.sql'))
  })

  it('migrates, and does not take a migration back that has run', async () => {
    await writeFile(
      join(folder, 'migrations/0002-worth.sql'),
      'alter table gift_cards.items add column worth integer;\n',
    )
    await edit('errors.ts', 'No such card', 'No card')
    await expect.poll(missing).toBe('No card')
    await edit('migrations/0002-worth.sql', 'integer', 'bigint')
    await expect
      .poll(() => said)
      .toMatch(/migrations\/0002-worth\.sql:1:1: It has run here already, and has changed.*--fresh/)
    expect(await missing()).toBe('No card')
  })

  it('tells what the plugin writes and throws', async () => {
    await edit('migrations/0002-worth.sql', 'bigint', 'integer')
    await edit(
      'routes.ts',
      'const keys =',
      `if (limit === 7) throw new Error('A bad day')\n      console.log('asked for', limit)\n      const keys =`,
    )
    await expect
      .poll(async () => {
        await anna.get('/api/gift_cards/items?limit=3')
        return said
      })
      .toContain('asked for 3')
    expect((await anna.get('/api/gift_cards/items?limit=7')).status).toBeGreaterThanOrEqual(500)
    await expect.poll(() => said).toMatch(/error Error: A bad day\n +at routes\.ts:31:30/)
  })

  it('goes on where it was', { timeout: 120_000 }, async () => {
    const card = await anna.post('/api/gift_cards/items', { name: 'Kept' })
    expect(card.status).toBe(201)
    await end()
    await start()
    expect((await anna.get(`/api/gift_cards/items/${card.body.id}`)).body.name).toBe('Kept')
  })
})
