import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import { safeParse } from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pluginFaults } from '../kernel/registry/check-plugin.ts'
import type { AnyRouter, Plugin } from '../kernel/sdk/define-plugin.ts'
import { type EndpointSpec, seekSpec } from '../kernel/sdk/endpoint.ts'
import { makeWorkspace, startTestPlatform, type TestPlatform, type Workspace } from '../kernel/sdk/testing.ts'
import { findPluginIds } from '../tools/platform/read-migrations.ts'
import { plugins } from './registry.gen.ts'

const moduleFiles = ['contract.ts', 'tables.ts', 'routes.ts', 'errors.ts', 'events.ts', 'client.ts', 'migrations']
const connectorFiles = ['upstream.ts']

interface Route {
  readonly method: string
  readonly path: string
  readonly spec: EndpointSpec
}

function routesOf(router: AnyRouter): Route[] {
  return router.routes.flatMap(({ method, path, handler }) => {
    const spec = seekSpec(handler)
    return spec === undefined ? [] : [{ method, path, spec }]
  })
}

/** Routes that a GET alone reaches: nothing in the path or the query to fill in. */
function openable({ method, path, spec }: Route): boolean {
  return method === 'GET' && !path.includes(':') && (spec.query === undefined || safeParse(spec.query, {}).success)
}

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite' })
})
afterAll(() => platform.stop())

it('lists every plugin folder in the registry', async () => {
  expect(plugins.map(({ id }) => id)).toEqual(await findPluginIds())
  expect(plugins.length).toBeGreaterThan(0)
})

describe.each(plugins.map((plugin) => [plugin.id, plugin] as const))('the plugin %s', (id, plugin: Plugin) => {
  const routes = routesOf(plugin.routes)
  const address = `/api/${plugin.kind}s/${id}`
  let workspace: Workspace

  beforeAll(async () => {
    workspace = await makeWorkspace(platform.client)
  })

  it('can be mounted', () => {
    expect(pluginFaults(plugin)).toEqual([])
  })

  it('has the files of its kind, and a test', async () => {
    const names = await readdir(join(import.meta.dirname, id), { recursive: true })
    expect(names).toEqual(expect.arrayContaining(plugin.kind === 'module' ? moduleFiles : connectorFiles))
    expect(names.some((name) => name.endsWith('.test.ts'))).toBe(true)
    expect(names.includes('migrations')).toBe(names.includes('tables.ts'))
  })

  it('says what it is in words for people', () => {
    expect(plugin.title).toMatch(/^\p{Lu}/u)
    expect(plugin.description).toMatch(/^\p{Lu}.{20,}\.$/u)
    expect(plugin.version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(plugin.icon).toMatch(/^[a-z][a-z0-9-]*$/)
  })

  it('names its permissions and events alike', () => {
    for (const [name, { title, roles }] of Object.entries(plugin.permissions)) {
      expect(name).toMatch(new RegExp(`^${id}\\.[a-z_]+\\.[a-z_]+$`))
      expect(title).toMatch(/^\p{Lu}/u)
      expect(roles).toContain('owner')
    }
    for (const { action } of Object.values(plugin.events)) expect(action).toMatch(new RegExp(`^${id}(\\.[a-z_]+){2}$`))
  })

  it('explains every route and answers with a schema', () => {
    const all = [...routes, ...(plugin.publicRoutes === undefined ? [] : routesOf(plugin.publicRoutes))]
    for (const { method, path, spec } of all) {
      expect(spec.summary, `${method} ${path}`).toMatch(/^[A-Z][a-z]*s\b/)
      expect(
        Object.keys(spec.answers).some((status) => status.startsWith('2')),
        `${method} ${path}`,
      ).toBe(true)
    }
  })

  it('has permissions that some route asks for, and no other', () => {
    const asked = new Set(routes.map(({ spec }) => spec.permission))
    expect([...asked].sort()).toEqual(Object.keys(plugin.permissions).sort())
  })

  it('says what each tool is for, to people and to assistants', () => {
    for (const { title, description, input } of Object.values(plugin.tools ?? {})) {
      expect(title).toMatch(/^\p{Lu}/u)
      expect(description).toMatch(/^\p{Lu}.{20,}\.$/u)
      expect(toJsonSchema(input, { typeMode: 'input', errorMode: 'ignore' })).toMatchObject({ type: 'object' })
    }
  })

  it('keeps its tables to their tenants', async () => {
    const faults = await platform.owner.query('select fault from kernel.catalogue_faults($1) fault', [[id]])
    expect(faults).toEqual([])
  })

  it('is off until it is turned on, and then answers its owner', async () => {
    const paths = routes.filter(openable).map(({ path }) => `/api/${id}${path}`)
    for (const path of paths) {
      const { status, body } = await workspace.client.get(path)
      expect({ path, status, type: body.type }).toEqual({
        path,
        status: 403,
        type: expect.stringContaining('kernel.moduleOff'),
      })
    }
    const turned = await workspace.client.put(address, { enabled: true })
    expect(turned).toMatchObject({ status: 200, body: { id, enabled: true } })
    for (const path of paths)
      expect({ path, status: (await workspace.client.get(path)).status }).toEqual({ path, status: 200 })
  })
})
