import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function start(
  args: readonly string[],
  environment: Record<string, string> = {},
): ChildProcess & { output: () => string } {
  const child = spawn(process.execPath, ['tools/start.ts', ...args], {
    env: { ...process.env, DATABASE_URL: '', ENCRYPTION_KEY: '', SESSION_SECRET: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  return Object.assign(child, { output: () => output })
}

async function finish(child: ReturnType<typeof start>): Promise<{ exitCode: unknown; output: string }> {
  const [exitCode] = await once(child, 'close')
  return { exitCode, output: child.output() }
}

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

async function findFreePort(): Promise<number> {
  const { server, port } = await listen()
  server.close()
  await once(server, 'close')
  return port
}

describe('npm start refuses in one sentence', () => {
  it.each([
    [['--port', 'abc'], {}, /^--port is "abc": give a number/],
    [['--prot', '1'], {}, /^Unknown option '--prot'\. Usage: npm start/],
    [[], { DATABASE_URL: 'mysql://a:b@c/d' }, /^DATABASE_URL is not a PostgreSQL address/],
    [[], { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/d' }, /^DATABASE_URL \(127\.0\.0\.1:1\/d\) cannot be reached/],
    [[], { ENCRYPTION_KEY: 'short' }, /^ENCRYPTION_KEY has 5 characters; it needs 32/],
    [[], { RATE_LIMIT_SCALE: 'many' }, /^RATE_LIMIT_SCALE is "many"/],
    [['--host', '192.0.2.1'], {}, /^--host 192\.0\.2\.1 is not an address of this machine/],
  ])('what it cannot take: %j %j', async (args, environment, sentence) => {
    const place = ['--data', join(folder, 'refused'), '--port', String(await findFreePort())]
    const { exitCode, output } = await finish(start([...place, ...args], environment))
    expect(output).toMatch(sentence)
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(exitCode).toBe(1)
  })

  it('a data folder that is a file', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    const { exitCode, output } = await finish(start(['--data', file]))
    expect(output).toBe(`The data folder ${file} cannot be used: it is a file. Choose another with --data\n`)
    expect(exitCode).toBe(1)
  })

  it('a port that is taken', async () => {
    const { server, port } = await listen()
    const { exitCode, output } = await finish(start(['--port', String(port), '--data', join(folder, 'taken')]))
    server.close()
    expect(output).toBe(`Port ${port} is in use: is the platform running already? Start with --port ${port + 1}\n`)
    expect(exitCode).toBe(1)
  })
})

describe('npm start', () => {
  it('prints four lines that work, holds its folder, survives a kill, and ends cleanly', async () => {
    const data = join(folder, 'data')
    const port = String(await findFreePort())
    const first = start(['--port', port, '--data', data])
    await expect.poll(first.output, { timeout: 60_000 }).toContain('Ctrl-C ends it')
    const walk = first
      .output()
      .split('\n')
      .filter((line) => /^ {2}(API=|TOKEN=|SHOP=|curl )/.test(line))
    expect(walk).toHaveLength(4)
    const { stdout } = await run('sh', ['-c', walk.join('\n')])
    expect(JSON.parse(stdout).data.map(({ id }: { id: string }) => id)).toContain('crm')

    const readme = await readFile('README.md', 'utf8')
    const example = /over HTTP:[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme)?.[1]?.replaceAll('8787', port) ?? ''
    const tried = await run('sh', ['-c', example], { timeout: 60_000 })
    expect(tried.stdout).toMatch(/"data":\[\{"id":[^[]*"lastName":"García López"/)

    const second = await finish(start(['--port', String(await findFreePort()), '--data', data]))
    expect(second.output).toContain(`already runs on this data folder: process ${first.pid}, http://localhost:${port}`)

    first.kill('SIGKILL')
    await once(first, 'close')
    const later = start(['--port', port, '--data', data])
    await expect.poll(later.output, { timeout: 60_000 }).toContain('Ctrl-C ends it')
    later.kill('SIGTERM')
    expect(await finish(later)).toMatchObject({ exitCode: 0 })
    expect(await readdir(data)).not.toContain('lock')

    const changed = { ENCRYPTION_KEY: 'another key of 32 characters, or more' }
    const refused = await finish(start(['--port', port, '--data', data], changed))
    expect(refused.output).toMatch(/^ENCRYPTION_KEY is not the one that this database was made with/)
  }, 180_000)
})
