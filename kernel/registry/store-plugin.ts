import { and, eq, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { pluginSettings, secrets, tenantKeys } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { pointTo } from '../errors/point-to.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { KernelContext } from '../request/context.ts'
import { must, type Query, type Tx } from '../sdk/database.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import { sealAll, tenantKeyFor } from '../secrets/secret-store.ts'

export const ModulePatch = v.object({
  enabled: v.optional(v.boolean('Say true or false')),
  settings: v.optional(v.record(v.string(), v.unknown())),
})
const Secrets = v.record(v.string(), v.nullable(v.pipe(v.string(), v.maxLength(10_000, 'This is too long'))))
export const ConnectorPatch = v.object({ ...ModulePatch.entries, secrets: v.optional(Secrets) })

type Planned = Query<unknown> | ReturnType<typeof must<unknown>>
export type Stored = Pick<typeof pluginSettings.$inferSelect, 'enabled' | 'settings'>

/** Stores flag, settings and secrets together. What is absent stays as it is; a secret set to null goes. */
export async function storePlugin(
  c: KernelContext,
  plugin: Plugin,
  patch: v.InferOutput<typeof ModulePatch>,
  given: v.InferOutput<typeof Secrets> = {},
): Promise<Stored> {
  const { tenant, change } = c.var
  const settings = patch.settings === undefined ? undefined : readSettings(plugin, patch.settings)
  const enabled = patch.enabled ?? false
  checkSecretNames(plugin, given)
  const set = {
    ...(patch.enabled === undefined ? {} : { enabled }),
    ...(settings === undefined ? {} : { settings }),
    version: sql`${pluginSettings.version} + 1`,
    updatedAt: c.var.now,
  }
  const toSeal = {
    ...(enabled ? await makeSecrets(c, plugin) : {}),
    ...Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null)),
  }
  const toRemove = Object.keys(given).filter((name) => given[name] === null)
  const data = {
    ...(patch.enabled === undefined ? {} : { enabled }),
    settings: Object.keys(patch.settings ?? {}),
    secrets: Object.keys(given),
  }
  const results = await withTenantKey(c, plugin.id, toSeal, (sealed, keepKey) =>
    reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
      change({ action: `${plugin.kind}.changed`, subject: `${plugin.kind}:${plugin.id}`, data }, (tx) => [
        tx
          .insert(pluginSettings)
          .values({ pluginId: plugin.id, enabled, settings: settings ?? {} })
          .onConflictDoUpdate({ target: [pluginSettings.tenantId, pluginSettings.pluginId], set })
          .returning({ enabled: pluginSettings.enabled, settings: pluginSettings.settings }),
        ...keepKey(tx),
        ...Object.entries(sealed).map(([name, record]) => {
          const insert = tx.insert(secrets).values({ pluginId: plugin.id, name, sealed: record })
          // Of two that were made at once, the first stays.
          if (plugin.secrets?.[name]?.make !== undefined) return insert.onConflictDoNothing()
          return insert.onConflictDoUpdate({
            target: [secrets.tenantId, secrets.pluginId, secrets.name],
            set: { sealed: record, updatedAt: c.var.now },
          })
        }),
        ...toRemove.map((name) =>
          tx.delete(secrets).where(and(eq(secrets.pluginId, plugin.id), eq(secrets.name, name))),
        ),
      ]),
    ),
  )
  const [row] = results[0] as Stored[]
  if (row === undefined) throw kernelErrors.conflict()
  return row
}

/**
 * Seals secrets with the tenant's key, which the first of them brings along.
 *
 * Two first ones at once bring two keys, and the database keeps one: the other is sealed again with that, or nobody
 * could ever open it.
 */
export async function withTenantKey<Result>(
  c: KernelContext,
  pluginId: string,
  plain: Readonly<Record<string, string>>,
  store: (sealed: Readonly<Record<string, string>>, keepKey: (tx: Tx) => Planned[]) => Promise<Result>,
): Promise<Result> {
  if (Object.keys(plain).length === 0) return store({}, () => [])
  const lost = kernelErrors.conflict()
  for (let attempt = 0; ; attempt++) {
    const { key, wrapped } = await tenantKeyFor(c.env, c.var.tenant.id)
    const sealed = await sealAll(key, c.var.tenant.id, pluginId, plain)
    try {
      return await store(sealed, (tx) => [
        tx.insert(tenantKeys).values({ wrapped }).onConflictDoNothing(),
        must(tx.select({ wrapped: tenantKeys.wrapped }).from(tenantKeys).where(eq(tenantKeys.wrapped, wrapped)), lost),
      ])
    } catch (error) {
      if (error !== lost || attempt === 3) throw error
    }
  }
}

/** What the platform makes by itself for a plugin that is turned on, unless it is there. */
async function makeSecrets(c: KernelContext, plugin: Plugin): Promise<Record<string, string>> {
  const makers = Object.entries(plugin.secrets ?? {}).flatMap(([name, { make }]) =>
    make === undefined ? [] : [[name, make] as const],
  )
  if (makers.length === 0) return {}
  const rows = await c.var.db.select({ name: secrets.name }).from(secrets).where(eq(secrets.pluginId, plugin.id))
  const stored = new Set(rows.map(({ name }) => name))
  const made = makers.filter(([name]) => !stored.has(name)).map(async ([name, make]) => [name, await make()] as const)
  return Object.fromEntries(await Promise.all(made))
}

function readSettings(plugin: Plugin, given: unknown): Record<string, unknown> {
  const result = v.safeParse(plugin.settings, given)
  if (result.success) return given as Record<string, unknown>
  throw kernelErrors.invalid({
    errors: result.issues.map((issue) => ({
      in: 'body',
      pointer: pointTo('settings', ...(issue.path?.map(({ key }) => String(key)) ?? [])),
      detail: issue.message,
    })),
  })
}

function checkSecretNames(plugin: Plugin, given: Readonly<Record<string, unknown>>): void {
  const isAsked = (name: string) =>
    Object.hasOwn(plugin.secrets ?? {}, name) && plugin.secrets?.[name]?.make === undefined
  const unknown = Object.keys(given).filter((name) => !isAsked(name))
  if (unknown.length > 0)
    throw kernelErrors.invalid({
      errors: unknown.map((name) => ({
        in: 'body',
        pointer: pointTo('secrets', name),
        detail: 'This connector has no such secret',
      })),
    })
}
