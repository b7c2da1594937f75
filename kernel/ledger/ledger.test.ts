import { createHash, randomUUID } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  type Client,
  makeWorkspace,
  type Person,
  signUp,
  type Workspace,
} from '../../tools/testing/client.ts'
import { everyDatabase, startTestPlatform, type TestPlatform } from '../../tools/testing/test-platform.ts'

interface Entry {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

const sealed = 6
/** The gate seals two seconds after the first write, and the clock of a busy machine is no stopwatch. */
const sealDeadlineMs = 8000

describe.each(everyDatabase)('the record of a workspace, on %s', (database) => {
  let platform: TestPlatform
  let owner: Person

  beforeAll(async () => {
    platform = await startTestPlatform({ database })
    owner = await signUp(platform.client)
  })
  afterAll(() => platform.stop())

  /** A workspace whose record has `sealed` entries. */
  async function withRecords(count = sealed): Promise<Workspace> {
    const workspace = await makeWorkspace(platform.client, { owner })
    for (let number = 1; number < count; number++) await rename(workspace, `Salon ${number}`)
    return workspace
  }
  const rename = ({ client }: Workspace, name: string) => client.patch('/api/tenant', { name })
  const verify = async ({ client }: Workspace) => (await client.get('/api/audit/verify')).body

  async function listAll(client: Client, query = '', limit = 100): Promise<Entry[]> {
    const entries: Entry[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const next = cursor === '' ? '' : `&cursor=${cursor}`
      const { status, body } = await client.get(`/api/audit?limit=${limit}${next}${query}`)
      expect(status).toBe(200)
      entries.push(...body.data)
      cursor = body.nextCursor
    }
    return entries
  }

  describe('is listed', () => {
    let workspace: Workspace
    let member: Client
    let all: Entry[]

    beforeAll(async () => {
      workspace = await withRecords()
      const person = await signUp(platform.client, 'Mia Mitarbeiter')
      member = await addMember(workspace, person, 'admin')
      await member.post('/api/api-keys', { name: '=1+1', permissions: ['tenant.read'] })
      await workspace.client.patch('/api/tenant', { name: '=HYPERLINK("http://evil"), "quoted"' })
      all = await listAll(workspace.client)
    })

    it('the newest first, with who, when, what and about what', () => {
      expect(all).toHaveLength(sealed + 4)
      expect(all.map(({ id }) => id)).toEqual(
        all
          .map(({ id }) => id)
          .toSorted()
          .toReversed(),
      )
      expect(all.at(-1)).toMatchObject({
        actor: `person:${owner.id}`,
        action: 'tenant.created',
        subject: `tenant:${workspace.id}`,
      })
      expect(all.map(({ action }) => action).slice(0, 4)).toEqual([
        'tenant.renamed',
        'apiKey.created',
        'member.joined',
        'invitation.sent',
      ])
    })

    it.each([1, 2, 3, 100])('in pages of %i, complete and without doubles', async (limit) => {
      expect(await listAll(workspace.client, '', limit)).toEqual(all)
    })

    it('by action, by the beginning of an action, by actor and by subject', async () => {
      const actions = async (query: string) => (await listAll(workspace.client, query)).map(({ action }) => action)
      expect(await actions('&action=apiKey.created')).toEqual(['apiKey.created'])
      expect(await actions('&action=tenant.')).toHaveLength(sealed + 1)
      expect(await actions('&action=ten')).toEqual([])
      expect(await actions(`&action=${encodeURIComponent('%.')}`)).toEqual([])
      expect(await actions(`&action=${encodeURIComponent('_enant.')}`)).toEqual([])
      expect(await actions(`&actor=person:${owner.id}`)).toHaveLength(sealed + 2)
      expect(await actions(`&subject=tenant:${workspace.id}`)).toHaveLength(sealed + 1)
      expect(await actions(`&subject=${workspace.id}`)).toHaveLength(sealed + 1)
      expect(await actions(`&subject=${workspace.id.slice(5)}`)).toEqual([])
    })

    it('by time, from the first moment to just before the last', async () => {
      const third = all[3]?.at ?? ''
      const later = await listAll(workspace.client, `&from=${third}`)
      const earlier = await listAll(workspace.client, `&to=${third}`)
      expect(later.length + earlier.length).toBe(all.length)
      expect(later.length).toBeGreaterThanOrEqual(3)
      expect(await listAll(workspace.client, '&from=2100-01-01T00:00:00Z')).toEqual([])
      expect((await workspace.client.get('/api/audit?from=yesterday')).status).toBe(422)
      expect((await workspace.client.get('/api/audit?cursor=made-up')).status).toBe(422)
    })

    it('and downloaded as NDJSON and as CSV, all of it', async () => {
      const ndjson = await workspace.client.get('/api/audit/export')
      expect(ndjson.headers.get('content-type')).toBe('application/x-ndjson')
      expect(ndjson.headers.get('content-disposition')).toContain('record.ndjson')
      const lines: Entry[] = String(ndjson.body)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(lines).toEqual(all)
      const csv = await workspace.client.get('/api/audit/export?format=csv')
      const rows: Record<string, string>[] = parse(String(csv.body), { columns: true })
      expect(rows.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
      expect(rows.map(({ data = '' }) => JSON.parse(data))).toEqual(all.map(({ data }) => data))
      expect(
        (await workspace.client.get('/api/audit/export?format=csv&action=apiKey.')).body.split('\r\n'),
      ).toHaveLength(3)
    })

    it.each(['subject=%00', 'actor=a%00b', 'from=0000-01-01T00:00:00Z'])(
      'and refused before it begins when it asks for what cannot be: %s',
      async (query) => {
        expect((await workspace.client.get(`/api/audit?${query}`)).status).toBe(422)
        expect((await workspace.client.get(`/api/audit/export?${query}`)).status).toBe(422)
      },
    )

    it('in a download of more than one page, complete and without doubles', async () => {
      const big = await withRecords(1)
      await platform.owner.query(
        `insert into kernel.ledger (tenant_id, id, actor, action, subject, data, request_id, address, digest)
          select $1, gen_random_uuid(), 'system', 'x.y', 'many', '{}', 'r', 'a', '' from generate_series(1, 2100)`,
        [big.id],
      )
      const lines = String((await big.client.get('/api/audit/export?action=x.')).body)
        .trimEnd()
        .split('\n')
      expect(new Set(lines.map((line) => JSON.parse(line).id)).size).toBe(2100)
      expect(lines).toHaveLength(2100)
    })

    it('with nothing in a CSV that a spreadsheet would run', async () => {
      await platform.owner.query('alter table kernel.ledger disable trigger append_only')
      await platform.owner.query(
        `update kernel.ledger set subject = '=cmd|x', address = '+1', actor = '@sum', request_id = '-2' where id = $1`,
        [all[0]?.id],
      )
      await platform.owner.query('alter table kernel.ledger enable trigger append_only')
      const { body } = await workspace.client.get('/api/audit/export?format=csv')
      const rows: string[][] = parse(String(body))
      expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
      expect(rows[1]).toEqual(expect.arrayContaining(["'=cmd|x", "'+1", "'@sum", "'-2"]))
    })

    it('to nobody of another workspace, and to no member below admin', async () => {
      const other = await withRecords(1)
      const theirs = await listAll(other.client)
      expect(theirs).toHaveLength(1)
      expect(JSON.stringify(theirs)).not.toContain(workspace.id)
      expect(await listAll(other.client, `&subject=tenant:${workspace.id}`)).toEqual([])
      const exported = String((await other.client.get('/api/audit/export')).body)
      expect(exported).not.toContain(workspace.id)
      const viewer = await addMember(workspace, await signUp(platform.client), 'viewer')
      for (const path of ['/api/audit', '/api/audit/export', '/api/audit/verify'])
        expect((await viewer.get(path)).status).toBe(403)
    })
  })

  describe('verifies', () => {
    it('when nothing was done to it, again and again, while it grows', async () => {
      const workspace = await withRecords()
      expect(await verify(workspace)).toMatchObject({ ok: true, records: sealed, fault: null, head: { seq: sealed } })
      await rename(workspace, 'one more')
      const second = await verify(workspace)
      expect(second).toMatchObject({ ok: true, records: sealed + 1, fault: null, head: { seq: sealed + 1 } })
      expect(await verify(workspace)).toEqual(second)
    })

    it('when many wrote at once', async () => {
      const workspace = await withRecords(1)
      const make = () => workspace.client.post('/api/api-keys', { name: 'k', permissions: ['tenant.read'] })
      const replies = await Promise.all([...Array.from({ length: 20 }, make), verify(workspace), verify(workspace)])
      expect(replies).toHaveLength(22)
      expect(await verify(workspace)).toMatchObject({ ok: true, records: 21 })
    })
  })

  /** Somebody with all rights on the database, who knows how the chain is made and has no key of ours. */
  const forger = {
    async act(workspace: Workspace, ...statements: string[]) {
      const tables = ['ledger', 'seals', 'outbox']
      const triggers = (how: string) => tables.map((table) => `alter table kernel.${table} ${how} trigger all`)
      for (const statement of [...triggers('disable'), ...statements, ...triggers('enable')]) {
        await platform.owner.query(statement.replaceAll(':tenant', `'${workspace.id}'::uuid`))
      }
    },
    digest: `update kernel.ledger set digest = kernel.ledger_digest(tenant_id, id, at, actor, action, subject, data, request_id, address) where tenant_id = :tenant`,
    /** Numbers the seals anew and computes every hash, as sealing would have. */
    rechain: `do $$ declare s record; head bytea := sha256(convert_to((:tenant)::text, 'UTF8')); place bigint := 0; begin
      for s in select x.seq, l.digest from kernel.seals x left join kernel.ledger l on l.tenant_id = x.tenant_id and l.id = x.ledger_id where x.tenant_id = :tenant order by x.seq loop
        place := place + 1; head := sha256(head || s.digest);
        update kernel.seals set seq = place, hash = head where tenant_id = :tenant and seq = s.seq;
      end loop; end $$`,
    /** Makes room for a seal after place 2, then puts one there. */
    insertSeal: (id: string) => [
      `update kernel.seals set seq = -seq where tenant_id = :tenant and seq > 2`,
      `update kernel.seals set seq = 1 - seq where tenant_id = :tenant and seq < 0`,
      `insert into kernel.seals values (:tenant, 3, '${id}', '')`,
    ],
    insertRow: (
      id: string,
    ) => `insert into kernel.ledger (tenant_id, id, at, actor, action, subject, data, request_id, address, digest)
      select tenant_id, '${id}', at, actor, 'tenant.deleted', subject, data, request_id, address, '' from kernel.ledger where tenant_id = :tenant order by id limit 1`,
  }
  const nth = (place: number) => `(select ledger_id from kernel.seals where tenant_id = :tenant and seq = ${place})`
  const edit = (set: string) => `update kernel.ledger set ${set} where tenant_id = :tenant and id = ${nth(3)}`
  const newId = '01890000-0000-7000-8000-00000000beef'

  const plants: readonly [what: string, statements: readonly string[], kind: string, seq: number][] = [
    ['an actor was edited', [edit(`actor = 'person:nobody'`)], 'edited', 3],
    ['an action was edited', [edit(`action = 'tenant.deleted'`)], 'edited', 3],
    ['data was edited', [edit(`data = '{"name": "x"}'`)], 'edited', 3],
    ['a time was edited by a microsecond', [edit(`at = at + interval '1 microsecond'`)], 'edited', 3],
    ['an address was edited', [edit(`address = '203.0.113.9'`)], 'edited', 3],
    [
      'words moved from one field to the next',
      [edit(`action = action || chr(31) || subject, subject = ''`)],
      'edited',
      3,
    ],
    ['a field was edited and its digest computed anew', [edit(`actor = 'x'`), forger.digest], 'edited', 3],
    [
      'a field was edited and the whole chain computed anew',
      [edit(`actor = 'x'`), forger.digest, forger.rechain],
      'edited',
      sealed,
    ],
    [
      'the last record was edited and the whole chain computed anew',
      [edit(`actor = 'x'`).replace(nth(3), nth(sealed)), forger.digest, forger.rechain],
      'edited',
      sealed,
    ],
    ['a record was deleted', [`delete from kernel.ledger where tenant_id = :tenant and id = ${nth(3)}`], 'deleted', 3],
    [
      'a record and its seal were deleted',
      [
        `delete from kernel.ledger where tenant_id = :tenant and id = ${nth(3)}`,
        `delete from kernel.seals where tenant_id = :tenant and seq = 3`,
      ],
      'deleted',
      3,
    ],
    [
      'a record and its seal were deleted and the gap closed',
      [
        `delete from kernel.ledger where tenant_id = :tenant and id = ${nth(3)}`,
        `delete from kernel.seals where tenant_id = :tenant and seq = 3`,
        forger.rechain,
      ],
      'truncated',
      sealed,
    ],
    ['a record was put in without a seal', [forger.insertRow(newId), forger.digest], 'inserted', sealed + 1],
    [
      'a record was put in with a seal',
      [forger.insertRow(newId), forger.digest, ...forger.insertSeal(newId)],
      'inserted',
      3,
    ],
    [
      'a record was put in with a seal and the chain computed anew',
      [forger.insertRow(newId), forger.digest, ...forger.insertSeal(newId), forger.rechain],
      'edited',
      sealed,
    ],
    [
      'two records were put in the other order',
      [
        'update kernel.seals set seq = -2 where tenant_id = :tenant and seq = 2',
        'update kernel.seals set seq = 2 where tenant_id = :tenant and seq = 3',
        'update kernel.seals set seq = 3 where tenant_id = :tenant and seq = -2',
      ],
      'reordered',
      2,
    ],
    [
      'two records swapped their seals',
      [
        `do $$ declare one uuid := ${nth(2)}; two uuid := ${nth(3)}; begin
          update kernel.seals set ledger_id = gen_random_uuid() where tenant_id = :tenant and seq = 2;
          update kernel.seals set ledger_id = one where tenant_id = :tenant and seq = 3;
          update kernel.seals set ledger_id = two where tenant_id = :tenant and seq = 2; end $$`,
      ],
      'reordered',
      2,
    ],
    [
      'the newest records and seals are gone',
      [
        `delete from kernel.ledger where tenant_id = :tenant and id in (select ledger_id from kernel.seals where tenant_id = :tenant and seq > 4)`,
        `delete from kernel.seals where tenant_id = :tenant and seq > 4`,
      ],
      'truncated',
      5,
    ],
    [
      'everything is gone',
      ['delete from kernel.ledger where tenant_id = :tenant', 'delete from kernel.seals where tenant_id = :tenant'],
      'truncated',
      1,
    ],
  ]

  describe('does not verify when', () => {
    it.each(plants)('%s', async (_, statements, kind, seq) => {
      const workspace = await withRecords()
      expect(await verify(workspace)).toMatchObject({ ok: true, records: sealed })
      await forger.act(workspace, ...statements)
      expect(await verify(workspace)).toMatchObject({ ok: false, fault: { kind, seq } })
      // More records do not heal it.
      await rename(workspace, 'and another')
      expect(await verify(workspace)).toMatchObject({ ok: false })
    })

    it('the newest records made room for others that were written since', async () => {
      const workspace = await withRecords()
      await verify(workspace)
      await forger.act(
        workspace,
        `delete from kernel.ledger where tenant_id = :tenant and id = ${nth(sealed)}`,
        `delete from kernel.seals where tenant_id = :tenant and seq = ${sealed}`,
      )
      await rename(workspace, 'in its place')
      expect(await verify(workspace)).toMatchObject({ ok: false, fault: { kind: 'edited', seq: sealed } })
    })

    it('a record was deleted before its seal, and only the list of what to seal still knew it', async () => {
      const workspace = await withRecords()
      await verify(workspace)
      await rename(workspace, 'short-lived')
      await forger.act(
        workspace,
        `delete from kernel.ledger where tenant_id = :tenant and data ->> 'name' = 'short-lived'`,
      )
      expect(await verify(workspace)).toMatchObject({ ok: false, fault: { kind: 'deleted', seq: sealed + 1 } })
    })
  })

  describe('has its limits, and these are they:', () => {
    it('what is removed before its first seal, row and list entry both, leaves no trace', async () => {
      const workspace = await withRecords()
      await verify(workspace)
      await rename(workspace, 'short-lived')
      await forger.act(
        workspace,
        `delete from kernel.ledger where tenant_id = :tenant and data ->> 'name' = 'short-lived'`,
        'delete from kernel.outbox where tenant_id = :tenant',
      )
      expect(await verify(workspace)).toMatchObject({ ok: true, records: sealed })
    })

    it('who may write to the database as its owner can add a record at the end', async () => {
      const workspace = await withRecords()
      await verify(workspace)
      await forger.act(
        workspace,
        forger.insertRow(newId),
        forger.digest,
        `insert into kernel.outbox (tenant_id, ledger_id) values (:tenant, '${newId}')`,
      )
      expect(await verify(workspace)).toMatchObject({ ok: true, records: sealed + 1 })
    })
  })

  describe('is sealed by the gate itself', () => {
    const sealsOf = async (tenant: string) =>
      Number(
        (await platform.owner.query('select count(*) as n from kernel.seals where tenant_id = $1', [tenant]))[0]?.n,
      )

    it('a moment after the last write, though nobody asks for it', async () => {
      const workspace = await withRecords()
      const startMs = performance.now()
      await expect.poll(() => sealsOf(workspace.id), { timeout: sealDeadlineMs, interval: 50 }).toBe(sealed)
      expect(performance.now() - startMs).toBeLessThan(sealDeadlineMs)
      // That seal was signed too: the chain cannot be computed anew before the first verification.
      await forger.act(workspace, edit(`actor = 'x'`), forger.digest, forger.rechain)
      expect(await verify(workspace)).toMatchObject({ ok: false, fault: { kind: 'edited' } })
    })

    it('for a person’s own record, each in a chain of its own', async () => {
      const person = await signUp(platform.client)
      await person.client.patch('/api/me', { name: 'Renamed' })
      await expect.poll(() => sealsOf(person.id), { timeout: sealDeadlineMs, interval: 50 }).toBe(2)
      const rows = await platform.owner.query(
        `select encode(s.hash, 'hex') as hash, encode(l.digest, 'hex') as digest, l.actor from kernel.seals s
          join kernel.ledger l on l.tenant_id = s.tenant_id and l.id = s.ledger_id where s.tenant_id = $1 order by s.seq`,
        [person.id],
      )
      let hash = createHash('sha256').update(person.id).digest()
      for (const row of rows) {
        hash = createHash('sha256')
          .update(hash)
          .update(Buffer.from(String(row.digest), 'hex'))
          .digest()
        expect(row).toMatchObject({ hash: hash.toString('hex'), actor: `person:${person.id}` })
      }
    })

    it('or by the clock, when the moment passed without it', async () => {
      const workspace = await withRecords(1)
      await platform.owner.query(`update kernel.outbox set at = at - interval '1 minute' where tenant_id = $1`, [
        workspace.id,
      ])
      await platform.tick()
      await expect.poll(() => sealsOf(workspace.id), { timeout: sealDeadlineMs, interval: 50 }).toBe(1)
    })
  })

  it('does not forget a record for a request that failed', async () => {
    const workspace = await withRecords(1)
    const failed = await workspace.client.delete(`/api/api-keys/${randomUUID()}`)
    expect(failed.status).toBe(404)
    expect(await verify(workspace)).toMatchObject({ ok: true, records: 1 })
  })
})
