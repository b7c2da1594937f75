import { beforeAll, describe, expect, it } from 'vitest'
import type { ManifestRoute } from '../../../kernel/sandbox/manifest.ts'
import type { Reply } from '../../testing/client.ts'
import { type Installed, installedPlugin, testedPlugin } from './installed-plugin.ts'

type Body = Readonly<Record<string, unknown>>

/** What one workspace made, that another must never see. */
interface Made {
  readonly id: string
  /** Words of it that are nowhere else. */
  readonly words: readonly string[]
}

/**
 * Proves that what one workspace makes another never sees: `describeTenants({ 'POST /items': { name: 'A name' } })`.
 *
 * One workspace makes a thing with each of the calls. Then another, with the plugin installed too, asks every GET route
 * of the plugin, with every parameter of a query that takes text set to the words of that thing, and calls every route
 * with `:id` by its id. First the one that made it asks the same, so that the test is seen to look.
 */
export function describeTenants(calls: Readonly<Record<`POST /${string}`, Body>>): void {
  describe('what one workspace makes, another never sees', () => {
    let owner: Installed
    let stranger: Installed
    const made: Made[] = []
    const shown: (readonly [ManifestRoute, Made])[] = []

    beforeAll(async () => {
      ;[owner, stranger] = await Promise.all([installedPlugin({ name: 'Ours' }), installedPlugin({ name: 'Theirs' })])
      for (const [call, body] of Object.entries(calls)) made.push(await make(owner, call, body))
    })

    const { manifest } = testedPlugin()
    const routes = manifest.routes.filter(({ audience }) => audience === 'tenant')
    const lists = routes.filter(({ method, path }) => method === 'GET' && !path.includes(':'))
    const byId = routes.filter(({ path }) => path.includes(':'))

    it('its own workspace sees', async () => {
      expect(made.length, 'describeTenants was given no call').toBeGreaterThan(0)
      for (const each of made) {
        const seen = []
        for (const route of [...lists, ...byId.filter(isRead)]) {
          const { text, reply } = await ask(owner, route, each)
          if (reply.status < 300 && text.includes(each.id)) seen.push(route)
        }
        expect(seen.length, `no GET route shows ${each.id} to its own workspace`).toBeGreaterThan(0)
        shown.push(...seen.map((route) => [route, each] as const))
      }
    })

    it.each(lists.map((route) => [`${route.method} ${route.path}`, route] as const))(
      '%s shows none of it',
      async (_, route) => {
        for (const each of made) {
          for (const query of [{}, ...searches(route, each)]) {
            const { text, reply } = await ask(stranger, route, each, query)
            expect(reply.status, `${route.path} broke`).toBeLessThan(500)
            expectNothing(
              text,
              [each.id, ...each.words],
              `${route.path}?${new URLSearchParams(query)} answered ${reply.status}`,
            )
          }
        }
      },
    )

    it.each(byId.map((route) => [`${route.method} ${route.path}`, route] as const))(
      '%s by its id finds nothing',
      async (_, route) => {
        for (const each of made) {
          const { text, reply } = await ask(stranger, route, each)
          const where = `${route.method} ${route.path}`
          expect(reply.status, `${where} let a stranger at ${each.id}`).toBeGreaterThanOrEqual(400)
          expect(reply.status, `${where} broke`).toBeLessThan(500)
          expectNothing(text, each.words, where)
        }
      },
    )

    it('and after all that it is still there', async () => {
      for (const [route, each] of shown)
        expect((await ask(owner, route, each)).reply.status, `GET ${route.path} of ${each.id}`).toBeLessThan(300)
    })
  })
}

async function make(owner: Installed, call: string, body: Body): Promise<Made> {
  const path = `/api/${owner.pluginId}${call.slice('POST '.length)}`
  const reply = await owner.client.post(path, body)
  if (reply.status >= 300 || typeof reply.body?.id !== 'string')
    throw new Error(`${call} made nothing with an id: it answered ${reply.status} ${JSON.stringify(reply.body)}`)
  return {
    id: reply.body.id,
    words: Object.values(body).filter((value) => typeof value === 'string' && value.length > 5) as string[],
  }
}

async function ask(
  as: Installed,
  route: ManifestRoute,
  { id }: Made,
  query: Record<string, string> = {},
): Promise<{ text: string; reply: Reply }> {
  const path = `/api/${as.pluginId}${route.path.replaceAll(/:\w+/g, id)}?${new URLSearchParams(query)}`
  const reply = await as.client.send(route.method, path, route.body === undefined ? undefined : {})
  return { text: JSON.stringify(reply.body), reply }
}

/** Each parameter of the query that takes free text, set to the words and to the id. */
function searches(route: ManifestRoute, { id, words }: Made): Record<string, string>[] {
  const properties = (route.query?.properties ?? {}) as Record<string, { type?: string; pattern?: string }>
  return Object.entries(properties)
    .filter(([name, { type, pattern }]) => type === 'string' && pattern === undefined && name !== 'cursor')
    .flatMap(([name]) => [id, ...words].map((text) => ({ [name]: text })))
}

function expectNothing(text: string, secrets: readonly string[], where: string): void {
  for (const secret of secrets) expect(text.includes(secret), `${where} shows another workspace ${secret}`).toBe(false)
}

function isRead({ method }: ManifestRoute): boolean {
  return method === 'GET'
}
