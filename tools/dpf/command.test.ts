import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstalledCommand, installPackage } from '../testing/install-package.ts'

let place: string
let folder: string
let command: InstalledCommand

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'dpf-command-'))
  folder = join(place, 'gift-cards')
  command = await installPackage(place)
  expect(await dpf(place, 'create', 'gift-cards', '--title', 'Anna’s "gift" cards')).toMatchObject({ code: 0 })
})
afterAll(() => rm(place, { recursive: true }))

const dpf = (cwd: string, ...args: string[]) => command.run(cwd, args)

describe('dpf', () => {
  it('says what there is, and what was meant', async () => {
    const [help, version, typo, none] = await Promise.all([
      dpf(place, '--help'),
      dpf(place, '--version'),
      dpf(place, 'pubish'),
      dpf(place, 'validate', '--jsn'),
    ])
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('dpf publish') })
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(typo).toMatchObject({ code: 2, err: expect.stringContaining('did you mean dpf publish?') })
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('dpf validate [folder]') })
  })

  it('makes a plugin that may be published as it is, types and all', async () => {
    const { code, out } = await dpf(folder, 'validate', '--json')
    expect(JSON.parse(out)).toMatchObject({ ok: true, faults: [] })
    expect(code).toBe(0)
    expect(await readFile(join(folder, 'plugin.ts'), 'utf8')).toContain(`title: 'Anna’s "gift" cards'`)
  })

  it('makes none where something is, nor under a name that is taken or none', async () => {
    const made = await Promise.all(
      ['gift-cards', 'crm', 'auth', 'Gift Cards'].map((name) => dpf(place, 'create', name)),
    )
    expect(made.map(({ code }) => code)).toEqual([1, 1, 1, 1])
    expect(made.map(({ err }) => err.trim())).toEqual([
      expect.stringContaining('is there already'),
      expect.stringContaining('crm is taken by the platform itself'),
      expect.stringContaining('auth is taken by the platform itself'),
      expect.stringContaining('is no id for a plugin'),
    ])
    await expect(access(join(place, 'crm'))).rejects.toThrow()
  })

  it('writes the same bundle again and again, and says its sizes and its hash', async () => {
    const [first, second] = [await dpf(folder, 'bundle'), await dpf(folder, 'bundle', '--json')]
    const { file, hash, sizes } = JSON.parse(second.out)
    expect(first.out).toContain(hash)
    expect(first.out).toMatch(/^code +\d+\.\d kB +\d+% of what a plugin may have/)
    const bundle = JSON.parse(await readFile(join(folder, file), 'utf8'))
    expect(bundle).toMatchObject({ format: 1, migrations: [{ id: '0001-items' }] })
    expect(Buffer.byteLength(bundle.code)).toBe(sizes.code)
  })

  it('says what is wrong by file, line and column, to people and to programs', async () => {
    const broken = join(place, 'broken-cards')
    await dpf(place, 'create', 'broken-cards')
    const routes = await readFile(join(broken, 'routes.ts'), 'utf8')
    await writeFile(join(broken, 'routes.ts'), routes.replace('return c.json(row)', 'return c.json(rwo)'))
    const pages = await readFile(join(broken, 'pages.ts'), 'utf8')
    await writeFile(join(broken, 'pages.ts'), pages.replace(`from: 'GET /items'`, `from: 'GET /itms'`))
    await writeFile(
      join(broken, 'needs.ts'),
      `import { defineNeeds } from '#sdk'\nexport const needs = defineNeeds({})\n`,
    )
    const source = await readFile(join(broken, 'routes.ts'), 'utf8')
    await writeFile(
      join(broken, 'routes.ts'),
      source.replace('const given =', `await c.var.ports.email.send({} as never)\n      const given =`),
    )
    const { code, err } = await dpf(place, 'validate', 'broken-cards')
    expect(code).toBe(1)
    expect(err).toMatch(/^broken-cards\/pages\.ts:13:15: There is no route GET \/itms; there is GET \/items$/m)
    expect(err).toMatch(/^broken-cards\/routes\.ts:\d+:\d+: Cannot find name 'rwo'.*\(TS2\d+\)$/m)
    expect(err).toMatch(/^broken-cards\/routes\.ts:\d+:\d+: Property 'email' does not exist/m)
    const { faults, ok } = JSON.parse((await dpf(broken, 'validate', '--json')).out)
    expect(ok).toBe(false)
    expect(faults).toContainEqual(expect.objectContaining({ file: 'pages.ts', line: 13, column: 15 }))
    expect((await dpf(broken, 'bundle')).code).toBe(1)
  })

  it('publishes nothing without a key, or in clear text to elsewhere', async () => {
    const [keyless, clear, unreachable] = await Promise.all([
      dpf(folder, 'publish', '--dry-run'),
      dpf(folder, 'publish', '--url', 'http://app.example.com'),
      dpf(folder, 'publish', '--key', 'dpf_live_x', '--url', 'http://localhost:9'),
    ])
    expect(keyless).toMatchObject({ code: 1, err: expect.stringContaining('DPF_KEY is not set') })
    expect(clear).toMatchObject({ code: 1, err: expect.stringContaining('in clear text') })
    expect(unreachable).toMatchObject({ code: 1, err: expect.stringContaining('cannot be reached') })
  })

  it('keeps the publisher’s key out of the project', async () => {
    await access(join(place, 'config/dpf/publisher-key.json'))
    const { stdout } = await new Promise<{ stdout: string }>((resolve) =>
      execFile('grep', ['-rl', '"kty"', folder], (_, stdout) => resolve({ stdout })),
    )
    expect(stdout).toBe('')
  })

  it('says that there is no plugin here', async () => {
    await mkdir(join(place, 'empty'))
    const { code, err } = await dpf(join(place, 'empty'), 'bundle')
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('There is no plugin.ts') })
  })
})
