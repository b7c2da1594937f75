import { randomUUID } from 'node:crypto'
import { rolePassword } from '../../../kernel/database/role-password.ts'
import type { Lab } from '../../../tools/testing/lab.ts'

export const systemTenant = '00000000-0000-7000-8000-000000000000'

/** Puts a version with these statements into the database, past all that looks at it before: only the schema is on trial. */
export async function keepVersion(
  lab: Pick<Lab, 'owner'>,
  plugin: string,
  version: string,
  steps: readonly (readonly string[])[],
) {
  const [publisher, key] = [randomUUID(), randomUUID().replaceAll('-', '').slice(0, 16)]
  await lab.owner.query(`insert into kernel.publishers (id, slug, name) values ($1, $2, 'Lab')`, [
    publisher,
    `lab-${key}`,
  ])
  await lab.owner.query(
    `insert into kernel.publisher_keys (id, publisher_id, title, public_key) values ($1, $2, 'Key', repeat('A', 43))`,
    [key, publisher],
  )
  await lab.owner.query(
    'insert into kernel.published_plugins (id, publisher_id) values ($1, $2) on conflict do nothing',
    [plugin, publisher],
  )
  const migrations = steps.map((statements, place) => ({
    id: `${String(place + 1).padStart(4, '0')}-step`,
    sql: statements.join('\n--> statement-breakpoint\n'),
  }))
  await lab.owner.query(
    `insert into kernel.published_versions (plugin_id, version, version_key, title, description, icon, changes, manifest, code,
      migrations, permissions, content_hash, publisher_key_id, publisher_signature, platform_signature, submitted_by, state)
     values ($1, $2, $2, 'Lab', 'Lab', 'box', '', '{}', '', $3::jsonb, '{}', repeat('0', 64), $4, '', '', 'lab', 'live')`,
    [plugin, version, JSON.stringify(migrations), key],
  )
}

/** Makes the schema as the Worker does; answers how many steps it took, or what was refused. */
export async function applyVersion(lab: Lab, plugin: string, version: string): Promise<number | string> {
  const password = await rolePassword(lab.encryptionKey, `plugin_${plugin}`)
  const context = await lab.sign({ tenantId: systemTenant, role: 'dpf_kernel' })
  return lab
    .run('dpf_kernel', context, [['select kernel.apply_published($1, $2, $3) as taken', plugin, version, password]])
    .then(([rows]) => Number(rows?.[0]?.taken))
    .catch(({ message }: Error) => message)
}

/** Gives a new workspace the plugin, with room for so many rows and bytes; answers the workspace's id. */
export async function installFor(lab: Lab, plugin: string, version: string, limits: { rows: number; bytes: number }) {
  const tenantId = randomUUID()
  await lab.owner.query(`insert into kernel.tenants (id, slug, name) values ($1, $2, 'Lab')`, [
    tenantId,
    `t${tenantId.replaceAll('-', '')}`,
  ])
  await lab.owner.query(
    'insert into kernel.plugin_installations (tenant_id, plugin_id, version, grants) values ($1, $2, $3, $4::jsonb)',
    [tenantId, plugin, version, JSON.stringify({ limits })],
  )
  return tenantId
}
