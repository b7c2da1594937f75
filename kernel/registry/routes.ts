import { toJsonSchema } from '@valibot/to-json-schema'
import { and, eq, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { pluginSettings, secrets, tenantKeys } from '../database/tables.ts'
import { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { must, type Query, type Tx } from '../sdk/database.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { readSecret, sealAll, tenantKeyFor } from '../secrets/secret-store.ts'

const PluginId = v.object({ id: v.pipe(v.string(), v.maxLength(60)) })
const Settings = v.record(v.string(), v.unknown())
const ModulePatch = v.object({ enabled: v.optional(v.boolean('Say true or false')), settings: v.optional(Settings) })
const Secrets = v.record(v.string(), v.nullable(v.pipe(v.string(), v.maxLength(10_000, 'This is too long'))))
const ConnectorPatch = v.object({ ...ModulePatch.entries, secrets: v.optional(Secrets) })

const Described = v.object({
  id: v.string(),
  title: v.string(),
  description: v.string(),
  icon: v.string(),
  version: v.string(),
  enabled: v.boolean(),
  settings: Settings,
  settingsSchema: v.record(v.string(), v.unknown()),
  permissions: v.array(v.object({ id: v.string(), title: v.string() })),
})
const Module = Described
const Connector = v.object({
  ...Described.entries,
  secrets: v.array(v.object({ name: v.string(), title: v.string(), stored: v.boolean() })),
})
const Tested = v.object({ ok: v.boolean(), problem: v.nullable(v.string()) })

const manage = { permission: 'plugins.manage', routeClass: 'sensitive' } as const

/** `/api/modules`: what the workspace can do, everything off until it is turned on. */
export const modulesRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      permission: 'plugins.read',
      summary: 'Lists the modules',
      answers: { 200: v.object({ data: v.array(Module) }) },
    }),
    async (c) => {
      const stored = await readStored(c as KernelContext)
      return c.json({
        data: pluginsOf(c as KernelContext, 'module').map((plugin) => describe(plugin, stored.get(plugin.id))),
      })
    },
  )
  .put(
    '/:id',
    endpoint({
      ...manage,
      summary: 'Turns a module on or off and sets it up',
      params: PluginId,
      body: ModulePatch,
      answers: { 200: Module },
    }),
    async (c) => {
      const plugin = findPlugin(c as KernelContext, 'module', c.req.valid('param').id)
      return c.json(describe(plugin, await store(c as KernelContext, plugin, c.req.valid('json'))))
    },
  )

/** `/api/connectors`: services outside that the workspace uses. Their secrets go in and never come out. */
export const connectorsRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      permission: 'plugins.read',
      summary: 'Lists the connectors',
      answers: { 200: v.object({ data: v.array(Connector) }) },
    }),
    async (c) => {
      const stored = await readStored(c as KernelContext)
      const names = await readSecretNames(c as KernelContext)
      return c.json({
        data: pluginsOf(c as KernelContext, 'connector').map((plugin) => ({
          ...describe(plugin, stored.get(plugin.id)),
          secrets: describeSecrets(plugin, names),
        })),
      })
    },
  )
  .put(
    '/:id',
    endpoint({
      ...manage,
      summary: 'Connects a service, or changes how',
      params: PluginId,
      body: ConnectorPatch,
      answers: { 200: Connector },
    }),
    async (c) => {
      const plugin = findPlugin(c as KernelContext, 'connector', c.req.valid('param').id)
      const patch = c.req.valid('json')
      const row = await store(c as KernelContext, plugin, patch, patch.secrets)
      return c.json({
        ...describe(plugin, row),
        secrets: describeSecrets(plugin, await readSecretNames(c as KernelContext)),
      })
    },
  )
  .post(
    '/:id/test',
    endpoint({
      ...manage,
      summary: 'Tries a connection and says what is wrong with it',
      params: PluginId,
      answers: { 200: Tested },
    }),
    async (c) => {
      const plugin = findPlugin(c as KernelContext, 'connector', c.req.valid('param').id)
      const stored = (await readStored(c as KernelContext)).get(plugin.id)
      const tenantId = c.var.tenant.id
      const secret = (name: string) => readSecret(c.env, { tenantId, pluginId: plugin.id, name })
      const settings = v.parse(plugin.settings, stored?.settings ?? {})
      const problem = (await plugin.test?.({ settings, secret, tenantId }).catch(sayWhy)) ?? null
      return c.json({ ok: problem === null, problem })
    },
  )

/** What a connector throws as an expected failure is what is wrong, in its own words. */
function sayWhy(error: unknown): string {
  if (error instanceof AppError) return error.message
  throw error
}

type Planned = Query<unknown> | ReturnType<typeof must<unknown>>
type Stored = Pick<typeof pluginSettings.$inferSelect, 'enabled' | 'settings'>

function pluginsOf(c: KernelContext, kind: Plugin['kind']): readonly Plugin[] {
  return c.var.registry.plugins.filter((plugin) => plugin.kind === kind)
}

function findPlugin(c: KernelContext, kind: Plugin['kind'], id: string): Plugin {
  const plugin = pluginsOf(c, kind).find((candidate) => candidate.id === id)
  if (plugin === undefined) throw kernelErrors.notFound()
  return plugin
}

async function readStored(c: KernelContext): Promise<Map<string, Stored>> {
  const rows = await c.var.db
    .select({ pluginId: pluginSettings.pluginId, enabled: pluginSettings.enabled, settings: pluginSettings.settings })
    .from(pluginSettings)
  return new Map(rows.map((row) => [row.pluginId, row]))
}

async function readSecretNames(c: KernelContext): Promise<Set<string>> {
  const rows = await c.var.db.select({ pluginId: secrets.pluginId, name: secrets.name }).from(secrets)
  return new Set(rows.map(({ pluginId, name }) => `${pluginId}/${name}`))
}

function describe(plugin: Plugin, stored: Stored | undefined) {
  const { id, title, description, icon, version } = plugin
  const parsed = v.safeParse(plugin.settings, stored?.settings ?? {})
  return {
    id,
    title,
    description,
    icon,
    version,
    enabled: stored?.enabled ?? false,
    settings: (parsed.success ? parsed.output : (stored?.settings ?? {})) as Record<string, unknown>,
    settingsSchema: toJsonSchema(plugin.settings, { errorMode: 'ignore' }) as Record<string, unknown>,
    permissions: Object.entries(plugin.permissions).map(([permission, { title }]) => ({ id: permission, title })),
  }
}

function describeSecrets(plugin: Plugin, names: ReadonlySet<string>) {
  return Object.entries(plugin.secrets ?? {}).map(([name, { title }]) => ({
    name,
    title,
    stored: names.has(`${plugin.id}/${name}`),
  }))
}

/** Stores flag, settings and secrets together. What is absent stays as it is; a secret set to null goes. */
async function store(
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
  const toSeal = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null),
  )
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
        ...Object.entries(sealed).map(([name, record]) =>
          tx
            .insert(secrets)
            .values({ pluginId: plugin.id, name, sealed: record })
            .onConflictDoUpdate({
              target: [secrets.tenantId, secrets.pluginId, secrets.name],
              set: { sealed: record, updatedAt: c.var.now },
            }),
        ),
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
async function withTenantKey<Result>(
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

function readSettings(plugin: Plugin, given: unknown): Record<string, unknown> {
  const result = v.safeParse(plugin.settings, given)
  if (result.success) return given as Record<string, unknown>
  throw kernelErrors.invalid({
    errors: result.issues.map((issue) => ({
      in: 'body',
      pointer: pointerTo('settings', ...(issue.path?.map(({ key }) => String(key)) ?? [])),
      detail: issue.message,
    })),
  })
}

function checkSecretNames(plugin: Plugin, given: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(plugin.secrets ?? {}, name))
  if (unknown.length > 0)
    throw kernelErrors.invalid({
      errors: unknown.map((name) => ({
        in: 'body',
        pointer: pointerTo('secrets', name),
        detail: 'This connector has no such secret',
      })),
    })
}

/** A JSON Pointer as a URI fragment (RFC 6901, 6). */
function pointerTo(...keys: readonly string[]): string {
  return keys.reduce(
    (pointer, key) => `${pointer}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
    '#',
  )
}
