import { addMember, createClient, signUp } from '../../testing/client.ts'
import type { PlantedFault, SandboxStage } from './stage.ts'

const list = 'crm GET /contacts'
const create = 'crm POST /contacts'
const hosts = { 'api.example.com': { perDay: 1000 } }
const all = { perDay: 1000, fields: null }

/** One way out: how it is tried, and the fault with which it would lead somewhere. */
export interface Escape {
  readonly name: string
  readonly fault: PlantedFault
  /** Whether the plugin got what it may not have. */
  readonly succeeds: (stage: SandboxStage) => Promise<boolean>
}

export const escapes: readonly Escape[] = [
  {
    name: 'a cookie of the plugin’s',
    fault: { find: /(var kept\d* = \[)"etag",/, put: '$1"set-cookie", "etag",' },
    succeeds: async (stage) => {
      const { headers } = await (await stage.makeVictim()).run('cookie')
      return headers.get('set-cookie') !== null
    },
  },
  {
    name: 'the signed context, by SQL',
    fault: { find: /function queryFault\(\w+, \w+\) \{/, put: '$& return undefined;' },
    succeeds: async (stage) => {
      const { got } = await (await stage.makeVictim()).run('read', "select current_setting('dpf.context')")
      return got !== undefined && got !== null
    },
  },
  {
    name: 'a page of the platform’s own origin',
    fault: { find: /(var openTypes\d* = \/\^\(text\\\/\()csv/, put: '$1html|csv' },
    succeeds: async (stage) => {
      const { headers } = await (await stage.makeVictim()).run('page')
      return headers.get('content-type')?.startsWith('text/html') === true
    },
  },
  {
    name: 'a server on this machine, with no host granted',
    fault: { find: /globalOutbound: openEgress\(access\)/, put: '' },
    succeeds: async (stage) => {
      const before = stage.host.heard.length
      await (await stage.makeVictim()).run('fetch', stage.host.url)
      return stage.host.heard.length > before
    },
  },
  {
    name: 'a host that was not granted',
    fault: { find: /Object\.hasOwn\(hosts, host\) \? hosts\[host\]\?\.perDay : void 0/, put: '1e6' },
    succeeds: async (stage) => {
      const { failed } = await (await stage.makeVictim({ hosts })).run('fetch', 'https://evil.example.com/')
      return !/does not let the plugin/.test(failed ?? '')
    },
  },
  {
    name: 'the memory of another workspace',
    fault: { find: /return \[tenantId\d*, (pluginId\d*, version\d*, contentHash)/, put: 'return [$1' },
    succeeds: async (stage) => {
      const [one, other] = [await stage.makeVictim(), await stage.makeVictim()]
      await one.run('remember', 'secret')
      return (await other.run('recall')).got === 'secret'
    },
  },
  {
    name: 'a field that was not granted',
    fault: { find: /if \(fields\d* === null\) return answer/, put: 'return answer' },
    succeeds: async (stage) => {
      const victim = await stage.makeVictim({ calls: { [list]: { perDay: 9, fields: ['id'] } } })
      await victim.client.post('/api/crm/contacts', { firstName: 'Secret' })
      return JSON.stringify((await victim.run('call', { route: list })).got).includes('Secret')
    },
  },
  {
    name: 'more than a day’s calls',
    fault: { find: /used \+ amount\d* > cap/, put: 'false' },
    succeeds: async (stage) => {
      const victim = await stage.makeVictim({ calls: { [list]: { perDay: 5, fields: null } } })
      return Number((await victim.run('flood', list)).got) > 5
    },
  },
  {
    name: 'a grant that was taken away meanwhile',
    fault: { find: /await spender\.reread\(verdict\.epoch\)/, put: '({ grants: spender.grants })' },
    succeeds: async (stage) => {
      const victim = await stage.makeVictim({ hosts, calls: { [list]: all } })
      const before = stage.host.heard.length
      const running = victim.run('untilRefused', list)
      for (let tries = 0; tries < 200 && stage.host.heard.length === before; tries++)
        await new Promise((resolve) => setTimeout(resolve, 10))
      await victim.grant({ hosts })
      return (await running).got !== 'refused'
    },
  },
  {
    name: 'rights that the caller has not',
    fault: {
      find: /if \(principal\.kind !== "system"\) return principal/,
      put: 'return { ...principal, can: () => true }',
    },
    succeeds: async (stage) => {
      const victim = await stage.makeVictim({ calls: { [create]: all } })
      const viewer = await addMember(victim, await signUp(createClient(stage.platform.url)), 'viewer')
      const { got } = await victim.run('call', { route: create, body: { firstName: 'No' } }, viewer)
      return got !== undefined && got !== null
    },
  },
]
