import { fork } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alone } from './alone.ts'

describe('work that is done alone', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dpf-alone-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('waits for whoever is at it in another process', async () => {
    const file = join(folder, 'held')
    const log = join(folder, 'log')
    await writeFile(log, '')
    const source = `
      const { alone } = await import(${JSON.stringify(join(import.meta.dirname, 'alone.ts'))})
      const { appendFile } = await import('node:fs/promises')
      const { setTimeout } = await import('node:timers/promises')
      await alone(${JSON.stringify(file)}, async () => {
        await appendFile(${JSON.stringify(log)}, '(')
        await setTimeout(50)
        await appendFile(${JSON.stringify(log)}, ')')
      })`
    const script = join(folder, 'work.mjs')
    await writeFile(script, source)
    await Promise.all(
      Array.from(
        { length: 4 },
        () => new Promise<void>((resolve) => fork(script, { stdio: 'ignore' }).once('exit', () => resolve())),
      ),
    )
    expect(await readFile(log, 'utf8')).toBe('()()()()')
    expect(await readdir(folder)).not.toContain('held')
  })

  it('goes ahead of a lock whose process is gone, named or not', async () => {
    const gone = fork(join(folder, 'none.mjs'), { stdio: 'ignore' })
    await new Promise((resolve) => gone.once('exit', resolve))
    await writeFile(join(folder, 'dead'), String(gone.pid))
    expect(await alone(join(folder, 'dead'), async () => 'done')).toBe('done')
    await writeFile(join(folder, 'unnamed'), '')
    await utimes(join(folder, 'unnamed'), 0, 0)
    expect(await alone(join(folder, 'unnamed'), async () => 'done')).toBe('done')
  })

  it('lets the next one in when it fails', async () => {
    const file = join(folder, 'failing')
    await expect(alone(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await alone(file, async () => 'done')).toBe('done')
  })
})
