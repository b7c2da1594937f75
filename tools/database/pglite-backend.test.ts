import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPGlite } from './pglite-backend.ts'
import type { SqlBackend } from './sql-backend.ts'

const never = new AbortController().signal
const ask = async (backend: SqlBackend, query: string, login = 'postgres:p') => {
  const statements = [{ query, params: [] }]
  const [result] = await backend.run(`postgres://${login}@host/postgres`, { statements }, never)
  return result?.rows
}

describe('openPGlite', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dpf-pglite-'))
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('keeps a folder, takes a new owner password and continues from a dump', { timeout: 60_000 }, async () => {
    const first = await openPGlite(join(folder, 'data'), { ownerPassword: 'p' })
    for (const name of ['btree_gist', 'pg_trgm', 'unaccent']) await ask(first, `create extension ${name}`)
    await ask(first, "create table kept as select unaccent('Zażółć') as word")
    await ask(first, "create role x login password 'y'")
    await ask(first, 'select 1', 'x:y')
    await first.dumpDataDir(join(folder, 'dump.tar'))
    await first.close()

    const second = await openPGlite(join(folder, 'data'), { ownerPassword: 'q' })
    await expect(ask(second, 'select 1', 'postgres:p')).rejects.toMatchObject({ code: '28P01' })
    expect(await ask(second, 'select word from kept', 'postgres:q')).toEqual([['Zazolc']])
    await second.close()

    const copy = await openPGlite('memory://', { ownerPassword: 'p', loadDataDir: join(folder, 'dump.tar') })
    expect(await ask(copy, 'select word from kept')).toEqual([['Zazolc']])
    expect(await ask(copy, 'select session_user', 'x:y')).toEqual([['x']])
    await copy.close()
  })

  it('comes back from its folder when PGlite dies', { timeout: 60_000 }, async () => {
    const backend = await openPGlite(join(folder, 'data'), { ownerPassword: 'p' })
    await ask(backend, 'create table acknowledged as select 7 as a')
    await expect(ask(backend, 'copy kept from stdin')).rejects.toMatchObject({ code: '08006' })
    expect(await ask(backend, 'select a from acknowledged')).toEqual([['7']])
    await backend.close()
  })

  it('survives runaway recursion, or abandons the PGlite that did not', { timeout: 60_000 }, async () => {
    const backend = await openPGlite(join(folder, 'data'), { ownerPassword: 'p' })
    await ask(backend, "create function deeper(int) returns int language plpgsql as 'begin return deeper($1 + 1); end'")
    await expect(ask(backend, 'select deeper(1)')).rejects.toMatchObject({ code: '54001' })
    await expect(ask(backend, `select ${'1+'.repeat(50_000)}1`)).rejects.toMatchObject({ code: '08006' })
    expect(await ask(backend, 'select a from acknowledged')).toEqual([['7']])
    await backend.close()
  })
})
