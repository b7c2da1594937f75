import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { startPostgresServer } from './postgres-server.ts'

async function ask(url: string, ...queries: string[]): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const results = []
    for (const query of queries) results.push(Object.values((await client.query(query)).rows[0])[0])
    return results
  } finally {
    await client.end()
  }
}

describe('startPostgresServer', () => {
  it('lets nobody in without its password, keeps to the loopback and leaves nothing', { timeout: 60_000 }, async () => {
    const server = await startPostgresServer()
    const settings = ['listen_addresses', 'fsync', 'max_connections', 'unix_socket_directories']
    const values = await ask(server.url, ...settings.map((setting) => `show ${setting}`))
    expect(values).toEqual(['127.0.0.1', 'on', '200', server.folder])
    const stranger = new URL(server.url)
    stranger.password = 'guess'
    await expect(ask(stranger.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
    const firstPid = server.pid
    await server.restart()
    expect(server.pid).not.toBe(firstPid)
    expect(await ask(server.url, 'select 1')).toEqual([1])
    await server.stop()
    expect(existsSync(server.folder)).toBe(false)
    expect(() => process.kill(server.pid, 0)).toThrow()
  })

  it('finds the newest server beside the search path, or says what to install', async () => {
    const root = await mkdtemp(join(tmpdir(), 'dpf-binaries-'))
    await expect(findPostgresBinaries('', root)).rejects.toThrow('apt-get install postgresql')
    for (const version of ['9.6', '15', '17']) {
      const bin = join(root, version, 'bin')
      await mkdir(bin, { recursive: true })
      for (const name of ['initdb', 'postgres']) await writeFile(join(bin, name), '', { mode: 0o755 })
    }
    expect(await findPostgresBinaries('', root)).toBe(join(root, '17', 'bin'))
    await rm(root, { recursive: true })
  })
})
