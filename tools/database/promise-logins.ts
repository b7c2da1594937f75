import { neon } from '@neondatabase/serverless'
import { expect, it } from 'vitest'
import type { OpenedBridge, Sql } from './open-bridges.ts'

const tricks = [
  'set role postgres',
  'set session authorization postgres',
  "select set_config('session_authorization', 'postgres', false)",
  "select set_config('ro' || 'le', 'postgres', true)",
  "do $$ begin execute 'set session ' || 'authorization postgres'; end $$",
]

const resets = ['reset session authorization', 'reset role', 'set session authorization default', 'discard all']

/** What every database promises of logins; `opened` is asked when a test runs. */
export function promiseLogins(opened: () => OpenedBridge): void {
  const connect = (user: string, password: string): Sql => neon(opened().urlAs(user, password))

  it('lets a made role log in as itself, and the owner stay the owner', async () => {
    const { sql, sqlAsX } = opened()
    const who = "select session_user::text || ' ' || current_user as who"
    expect(await sqlAsX.query(who)).toEqual([{ who: 'x x' }])
    expect(await sql.query(who)).toEqual([{ who: 'postgres postgres' }])
    await expect(sqlAsX.transaction([sqlAsX`select 1 / 0`])).rejects.toMatchObject({ code: '22012' })
    expect(await sql.query(who)).toEqual([{ who: 'postgres postgres' }])
  })

  it.each(tricks)('refuses %j to a made role, alone and after a rollback', async (trick) => {
    const { sqlAsX } = opened()
    await expect(sqlAsX`select * from owned`).rejects.toMatchObject({ code: '42501' })
    await expect(sqlAsX.query(trick)).rejects.toMatchObject({ code: '42501' })
    const batch = ['rollback', trick, 'select * from owned'].map((query) => sqlAsX.query(query))
    await expect(sqlAsX.transaction(batch)).rejects.toMatchObject({ code: '42501' })
  })

  it.each(resets)('gains a made role nothing by %j', async (reset) => {
    const { sqlAsX } = opened()
    await sqlAsX.query(reset).catch(() => {})
    await expect(sqlAsX`select * from owned`).rejects.toMatchObject({ code: '42501' })
  })

  it('keeps what one login set in its session from the others', async () => {
    const { sql, sqlAsX } = opened()
    await sqlAsX`select set_config('app.secret', 'of x', false)`
    await sqlAsX`create temp table mine as select 1 as a`
    const [row] = await sql`select current_setting('app.secret', true) as secret, to_regclass('pg_temp.mine') as temp`
    expect(row?.secret ?? '').toBe('')
    expect(row?.temp).toBeNull()
  })

  it('refuses a wrong password, an unknown role, one that may not log in and a missing database', async () => {
    const { sql, ownerUrl } = opened()
    await sql`create role sleeper nologin password 'y'`
    await expect(connect('x', 'wrong')`select 1`).rejects.toMatchObject({ code: '28P01', severity: 'FATAL' })
    await expect(connect('nobody', 'y')`select 1`).rejects.toMatchObject({ code: '28P01' })
    await expect(connect('sleeper', 'y')`select 1`).rejects.toMatchObject({ code: '28000' })
    const elsewhere = ownerUrl.replace(/postgres$/, 'elsewhere')
    await expect(neon(elsewhere)`select 1`).rejects.toMatchObject({ code: '3D000' })
    expect(await connect('x', 'y')`select 1 as one`).toEqual([{ one: 1 }])
  })

  it('takes a new password at once, after having refused it', async () => {
    const { sql } = opened()
    await sql`create role brief login password 'one'`
    expect(await connect('brief', 'one')`select 1 as one`).toEqual([{ one: 1 }])
    await expect(connect('brief', 'two')`select 1`).rejects.toMatchObject({ code: '28P01' })
    await sql`alter role brief password 'two'`
    expect(await connect('brief', 'two')`select 1 as one`).toEqual([{ one: 1 }])
  })
}
