import { toJsonSchema } from '@valibot/to-json-schema'
import { Hono } from 'hono'
import * as v from 'valibot'
import { pluginSettings, secrets } from '../database/tables.ts'
import { AppError } from '../errors/app-error.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { portCaller } from '../request/open-plugin.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { openConnector } from './open-ports.ts'
import { ConnectorPatch, ModulePatch, type Stored, storePlugin } from './store-plugin.ts'

const PluginId = v.object({ id: v.pipe(v.string(), v.maxLength(60)) })
const Settings = v.record(v.string(), v.unknown())

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
      return c.json(describe(plugin, await storePlugin(c as KernelContext, plugin, c.req.valid('json'))))
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
      const row = await storePlugin(c as KernelContext, plugin, patch, patch.secrets)
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
      const settings = v.parse(plugin.settings, stored?.settings ?? {})
      const connector = openConnector(c.env, plugin, settings, c.var.tenant, portCaller(c as KernelContext))
      const problem = (await plugin.test?.(connector).catch(sayWhy)) ?? null
      return c.json({ ok: problem === null, problem })
    },
  )

/** What a connector throws as an expected failure is what is wrong, in its own words. */
function sayWhy(error: unknown): string {
  if (error instanceof AppError) return error.message
  throw error
}

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
  return Object.entries(plugin.secrets ?? {})
    .filter(([, { make }]) => make === undefined)
    .map(([name, { title }]) => ({ name, title, stored: names.has(`${plugin.id}/${name}`) }))
}
