import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStage, type Stage, type Victim } from './testing/stage.ts'

const attempts = `
  fetch: async ({ args }) => (await fetch(args.url, args.init)).status,
  text: async ({ args }) => (await fetch(args.url, args.init)).text(),
  connect: async ({ args }) => {
    const { connect } = await import('cloudflare:sockets')
    const socket = connect(args.address, args.options)
    await socket.opened
    const writer = socket.writable.getWriter()
    await writer.write(new TextEncoder().encode('GET /tcp HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n'))
    const { value } = await socket.readable.getReader().read()
    return new TextDecoder().decode(value)
  },
  webSocket: ({ args }) => new Promise((resolve, reject) => {
    const socket = new WebSocket(args.url)
    socket.addEventListener('open', () => resolve('open'))
    socket.addEventListener('error', () => reject(new Error('closed')))
    socket.addEventListener('close', () => reject(new Error('closed')))
  }),
  eventSource: ({ args }) => new Promise((resolve, reject) => {
    const source = new EventSource(args.url)
    source.onmessage = () => resolve('heard')
    source.onopen = () => resolve('open')
    source.onerror = () => { source.close(); reject(new Error('closed')) }
  }),
  nodeNet: async ({ args }) => {
    const { connect } = await import('node:net')
    return new Promise((resolve, reject) => {
      const socket = connect(args.port, '127.0.0.1', () => resolve('open'))
      socket.on('error', reject)
    })
  },
  nodeHttp: async ({ args }) => {
    const { get } = await import('node:http')
    return new Promise((resolve, reject) => get(args.url, () => resolve('heard')).on('error', reject))
  },
  nodeTls: async ({ args }) => {
    const { connect } = await import('node:tls')
    return new Promise((resolve, reject) => connect(args.port, '127.0.0.1', () => resolve('open')).on('error', reject))
  },
  nodeDns: async () => {
    const { promises } = await import('node:dns')
    return promises.lookup('example.com')
  },
  nodeProcess: async () => {
    const { default: process } = await import('node:process')
    return { ...process.env }
  },
  nodeFs: async () => (await import('node:fs')).readFileSync('/etc/passwd', 'utf8'),
  childProcess: async () => String((await import('node:child_process')).execSync('id')),
  importUrl: async ({ args }) => Object.keys(await import(args.url)),
  evaluate: async () => eval('1 + 1'),
  makeFunction: async () => new Function('return 1')(),
  compile: async () => String(await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))),
  names: async ({ self }) => {
    const workers = await import('cloudflare:workers')
    return {
      env: Object.keys(self.env),
      importedEnv: Object.keys(workers.env ?? {}),
      exports: Object.keys(self.ctx.exports ?? {}),
      props: self.ctx.props ?? null,
      globals: ['caches', 'Cache', 'BroadcastChannel', 'Worker', 'SharedWorker', 'require', 'Bun', 'Deno']
        .filter((name) => globalThis[name] !== undefined),
    }
  },
  storedCache: async () => { const cache = Object.getPrototypeOf(globalThis).caches ?? globalThis.caches; return (await cache.open('x')) ? 'opened' : '' },
`

const hosts = { 'api.example.com': { perDay: 100 } }
const needs = { ports: {}, calls: {}, hears: {}, limits: {}, hosts: { ...hosts, 'b.example.com': {} } }

describe.each(['no host', 'none of the hosts that it asks for', 'one host'])(
  'with %s granted, a plugin cannot get out',
  (granted) => {
    let stage: Stage
    let salon: Victim

    beforeAll(async () => {
      stage = await openStage(attempts, {}, granted === 'no host' ? {} : { needs })
      salon = await stage.makeVictim({ grants: { hosts: granted === 'one host' ? hosts : {} } })
    })
    beforeEach(() => {
      stage.host.heard.length = 0
    })
    afterAll(() => stage.stop())

    const port = () => Number(new URL(stage.host.url).port)
    const fails = async (attempt: string, args: object = {}) => {
      const outcome = await salon.run(attempt, args)
      expect(outcome).not.toHaveProperty('got')
      expect(stage.host.heard).toEqual([])
      return outcome.failed ?? ''
    }

    it('by fetch to a server on this machine', () => fails('fetch', { url: stage.host.url }))
    it('by fetch to another host', () => fails('fetch', { url: 'https://evil.example.com/' }))
    it('by fetch to the platform itself', () => fails('fetch', { url: `${stage.platform.url}/api/health` }))
    it('by fetch to the cloud’s metadata', () => fails('fetch', { url: 'http://169.254.169.254/latest/meta-data/' }))
    it('by fetch to a host that it asks for in vain', () =>
      fails('fetch', { url: granted === 'one host' ? 'https://b.example.com/' : 'https://api.example.com/' }))
    it('by a TCP connection', () => fails('connect', { address: `127.0.0.1:${port()}` }))
    it('by a TCP connection to the granted host', () =>
      fails('connect', { address: 'api.example.com:443', options: { secureTransport: 'on' } }))
    it('by a WebSocket', () => fails('webSocket', { url: stage.host.url.replace('http', 'ws') }))
    it('by a WebSocket to the granted host', () => fails('webSocket', { url: 'wss://api.example.com/' }))
    it('by an upgrade', () =>
      fails('fetch', { url: 'https://api.example.com/', init: { headers: { upgrade: 'websocket' } } }))
    it('by an EventSource', () => fails('eventSource', { url: stage.host.url }))
    it('by node:net', () => fails('nodeNet', { port: port() }))
    it('by node:tls', () => fails('nodeTls', { port: port() }))
    it('by node:http', () => fails('nodeHttp', { url: stage.host.url }))
    it('by node:dns', () => fails('nodeDns'))
    it('by node:fs', () => fails('nodeFs'))
    it('by node:child_process', () => fails('childProcess'))
    it('by importing from an address', () => fails('importUrl', { url: `${stage.host.url}/module.js` }))
    it('by importing made-up code', () => fails('importUrl', { url: 'data:text/javascript,export const a = 1' }))
    it('by a cache that others share', () => fails('storedCache'))
    it('by code that nobody has signed', async () => {
      for (const attempt of ['evaluate', 'makeFunction', 'compile']) await fails(attempt)
    })
    it('by what is around it: no environment, no bindings, no other entry points', async () => {
      const { got } = await salon.run('names')
      expect(got).toMatchObject({ env: [], importedEnv: [], globals: [] })
      const { exports } = got as { exports: string[] }
      expect(exports.filter((name) => name !== 'default')).toEqual([])
      const { props } = got as { props: unknown }
      expect(JSON.stringify(props ?? {})).toBe('{}')
      const env = await salon.run('nodeProcess')
      expect(JSON.stringify(env)).not.toMatch(/SESSION_SECRET|ENCRYPTION_KEY|postgresql:/)
    })
  },
)
