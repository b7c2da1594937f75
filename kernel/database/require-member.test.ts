import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, openLab } from '../../tools/testing/lab.ts'
import { databases } from '../../tools/testing/test-platform.ts'

const fixture = {
  owner: 'lab',
  id: '0001-jobs',
  sql: [
    'create table lab.jobs (tenant_id uuid not null, id uuid not null, owner_id uuid, primary key (tenant_id, id))',
    `create constraint trigger jobs_owner after insert or update of owner_id on lab.jobs
      for each row when (new.owner_id is not null) execute function kernel.require_member('owner_id')`,
  ].join('\n--> statement-breakpoint\n'),
}

const [ours, theirs] = [randomUUID(), randomUUID()]
const [anna, ben] = [randomUUID(), randomUUID()]
const record = `select kernel.begin_change('[{"id": "${randomUUID()}", "action": "lab.job.made", "subject": "job", "data": {}}]', null, '', null, null, 0)`

describe.each(databases)('a column that names a member, on %s', (database) => {
  let lab: Lab

  beforeAll(async () => {
    lab = await openLab(database, [fixture])
    for (const [tenant, person, name] of [
      [ours, anna, 'ours'],
      [theirs, ben, 'theirs'],
    ]) {
      await lab.owner.query('insert into kernel.tenants (id, slug, name) values ($1, $2, $2)', [tenant, name])
      await lab.owner.query(
        `insert into kernel.users (id, email, email_key, name, password_hash) values ($1, $2, $2, $2, '')`,
        [person, `${name}@example.com`],
      )
      await lab.owner.query(`insert into kernel.memberships (tenant_id, user_id, role) values ($1, $2, 'owner')`, [
        tenant,
        person,
      ])
    }
  })
  afterAll(() => lab?.close())

  const give = async (person: string, tenant = ours) => {
    const statement = record.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, randomUUID())
    const context = await lab.sign({ tenantId: ours })
    const insert = 'insert into lab.jobs (tenant_id, id, owner_id) values ($1, $2, $3)'
    return lab
      .run('plugin_lab', context, [statement, [insert, tenant, randomUUID(), person]])
      .then(() => 'taken')
      .catch(({ code, constraint }: { code?: string; constraint?: string }) => `${code} ${constraint ?? ''}`.trim())
  }

  it('takes those of the row’s own workspace alone, and refuses all others alike', async () => {
    expect(await give(anna)).toBe('taken')
    expect([await give(ben), await give(randomUUID())]).toEqual(['23503 jobs_owner', '23503 jobs_owner'])
  })

  it('tells nothing of who works in another workspace', async () => {
    expect(new Set([await give(ben, theirs), await give(anna, theirs), await give(randomUUID(), theirs)])).toEqual(
      new Set(['42501']),
    )
  })

  it('is no function that a plugin could call', async () => {
    const context = await lab.sign({ tenantId: ours })
    await expect(lab.run('plugin_lab', context, ['select kernel.require_member()'])).rejects.toThrow()
  })
})
