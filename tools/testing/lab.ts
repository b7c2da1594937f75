import { randomUUID } from 'node:crypto'
import { type NeonQueryFunction, neon } from '@neondatabase/serverless'
import { inject } from 'vitest'
import { migrate } from '../../kernel/database/migrate.ts'
import type { Migration } from '../../kernel/database/migration.ts'
import { rolePassword } from '../../kernel/database/role-password.ts'
import { contextKey, type DatabaseContext, signContext } from '../../kernel/database/sign-context.ts'
import { createTenantDatabase } from '../../kernel/database/tenant-database.ts'
import { createDatabase, type Database } from '../../kernel/sdk/database.ts'
import { type OpenDatabase, openDatabase } from '../platform/open-database.ts'
import { readMigrations } from '../platform/read-migrations.ts'
import { withDatabase } from './global-setup.ts'
import { copyTemplate, type everyDatabase } from './test-platform.ts'

type Kind = (typeof everyDatabase)[number]
type Client = NeonQueryFunction<false, false>
type Statement = string | readonly [sql: string, ...params: unknown[]]

/** A request, as far as the database of a plugin knows one. */
export interface LabRequest {
  readonly tenantId: string
  readonly pluginId?: string
  readonly actor?: string
  readonly idempotencyKey?: string
  /** Stands for method, address and body. */
  readonly fingerprint?: string
}

/** A database without a Worker: roles log in as they do in production, and contexts can be made to order. */
export interface Lab {
  readonly owner: OpenDatabase['owner']
  readonly encryptionKey: string
  /** The client of a role that logs in with its own password. */
  readonly as: (role: string) => Promise<Client>
  readonly sign: (context: Partial<DatabaseContext> & { readonly tenantId: string }) => Promise<string>
  /** Runs statements as a role in one transaction, with a raw context, or none, in front. Answers the rows of each. */
  readonly run: (
    role: string,
    context: string | undefined,
    statements: readonly Statement[],
  ) => Promise<Record<string, unknown>[][]>
  /** What a plugin's handler gets as `c.var`. */
  readonly database: (request: LabRequest) => Promise<Database & { readonly trips: () => number }>
  readonly close: () => Promise<void>
}

/** Opens a copy of the migrated database, with migrations of the test's own on top. */
export async function openLab(kind: Kind, migrations: readonly Migration[] = []): Promise<Lab> {
  const lab = labOf(
    await openDatabase(
      kind === 'postgres'
        ? { databaseUrl: await copyTemplate(), folder: '', ownerPassword: '' }
        : {
            folder: 'memory://',
            loadDataDir: inject('pgliteDump'),
            ownerPassword: inject('secrets').DATABASE_PASSWORD,
          },
    ),
  )
  if (migrations.length > 0) await migrate(lab.owner, [...(await readMigrations()), ...migrations], lab.encryptionKey)
  return lab
}

/** Opens a database in which nothing was ever done. */
export async function openEmptyLab(kind: Kind): Promise<Lab> {
  if (kind === 'pglite')
    return labOf(await openDatabase({ folder: 'memory://', ownerPassword: inject('secrets').DATABASE_PASSWORD }))
  const name = `empty_${randomUUID().replaceAll('-', '')}`
  const server = await openDatabase({ databaseUrl: inject('postgresUrl'), folder: '', ownerPassword: '' })
  await server.owner.query(`create database ${name} template template0`)
  await server.close()
  const databaseUrl = withDatabase(inject('postgresUrl'), name)
  return labOf(await openDatabase({ databaseUrl, folder: '', ownerPassword: '' }))
}

function labOf(database: OpenDatabase): Lab {
  const encryptionKey = inject('secrets').ENCRYPTION_KEY
  const urlOf = async (role: string) => {
    const url = new URL(database.url)
    url.username = role
    url.password = await rolePassword(encryptionKey, role)
    return url.href
  }
  const as = async (role: string) => neon(await urlOf(role))
  const sign: Lab['sign'] = async (context) =>
    signContext(
      {
        role: 'plugin_lab',
        actor: 'person:lab',
        requestId: 'request-of-lab',
        expiresAtSeconds: Math.floor(Date.now() / 1000) + 60,
        ...context,
      },
      await contextKey(encryptionKey),
    )
  return {
    owner: database.owner,
    encryptionKey,
    as,
    sign,
    async run(role, context, statements) {
      const client = await as(role)
      const batch = statements.map((statement) =>
        typeof statement === 'string' ? client.query(statement) : client.query(statement[0], statement.slice(1)),
      )
      const enter = client.query(`select set_config('dpf.context', $1, true)`, [context])
      const results = await client.transaction(context === undefined ? batch : [enter, ...batch])
      return (context === undefined ? results : results.slice(1)) as Record<string, unknown>[][]
    },
    async database({ tenantId, pluginId = 'lab', actor = 'person:lab', idempotencyKey, fingerprint = 'same' }) {
      const role = `plugin_${pluginId}`
      let trips = 0
      const capability = createTenantDatabase({
        connection: neon(await urlOf(role), { arrayMode: true, fullResults: true }),
        pluginId,
        context: () => sign({ tenantId, role, actor }),
        address: '192.0.2.7',
        countTrip: () => {
          trips += 1
        },
        hearers: () => [],
        workAsked: () => undefined,
        ...(idempotencyKey === undefined
          ? {}
          : { idempotency: { key: idempotencyKey, fingerprint: async () => fingerprint } }),
      })
      const route = () => ({ action: `${pluginId}.route.called`, subject: '/api/lab/things', data: { method: 'POST' } })
      return { ...createDatabase(capability, route), trips: () => trips }
    },
    close: database.close,
  }
}
