import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { Client } from './client.ts'

export interface InterruptedUpload {
  /** On the page of files, signed in. */
  readonly page: Page
  readonly context: BrowserContext
  /** Where the file is made. */
  readonly folder: string
  readonly bytes: number
  /** Sends as somebody who may see files, in the same workspace. */
  readonly api: Client
}

export interface Arrived {
  readonly expected: string
  readonly sha256: string
  /** Parts that the platform took more than once. */
  readonly takenTwice: readonly string[]
}

const block = 8 * 1024 ** 2

/**
 * Uploads a file in a browser that pauses it, loads the page anew and loses its network on the way; reads it back and
 * answers the digests of both.
 */
export async function uploadInterrupted({ page, context, folder, bytes, api }: InterruptedUpload): Promise<Arrived> {
  const name = `film of ${bytes} bytes.bin`
  const expected = await makeFile(join(folder, name), bytes)
  const taken: string[] = []
  page.on('response', (response) => {
    if (response.request().method() === 'PUT' && response.ok())
      taken.push(new URL(response.url()).searchParams.get('partNumber') ?? '')
  })
  const arrivedParts = () => new Set(taken).size
  const button = (word: string) => page.getByRole('button', { name: `${word} ${name}` })
  const far = () =>
    page
      .getByRole('progressbar', { name: `Upload of ${name}` })
      .getAttribute('aria-valuenow')
      .then(Number)
  const reach = (wanted: () => Promise<boolean> | boolean) => poll(wanted, 60_000)
  await slowDown(context)

  await page.locator('input[type=file]').first().setInputFiles(join(folder, name))
  await reach(async () => arrivedParts() >= 1 && (await far()) > 0)
  await button('Pause').click()
  await button('Go on with').waitFor()
  const paused = arrivedParts()
  await page.reload()
  await button('Go on with').waitFor()
  if (arrivedParts() > paused + 1) throw new Error('A paused upload went on by itself')

  await button('Go on with').click()
  await reach(() => arrivedParts() > paused)
  await context.setOffline(true)
  await page.getByText(/It goes on by itself/).waitFor({ timeout: 60_000 })
  await context.setOffline(false)
  await page.getByRole('button', { name, exact: true }).waitFor({ timeout: 240_000 })

  const { body } = await api.get(`/api/storage/files?q=${encodeURIComponent(name)}`)
  const link = await api.post(`/api/storage/files/${body.data[0].id}/link`, {})
  const response = await fetch(new URL(link.body.url, api.url))
  const hash = createHash('sha256')
  for await (const chunk of response.body ?? []) hash.update(chunk)
  return {
    expected,
    sha256: hash.digest('hex'),
    takenTwice: taken.filter((part, place) => taken.indexOf(part) !== place),
  }
}

/** Each part takes a moment, so that there is time to interrupt it. */
async function slowDown(context: BrowserContext): Promise<void> {
  await context.route(/\/storage\/uploads\/.*partNumber=[1-9]/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400))
    await route.continue().catch(() => undefined)
  })
}

/** Random bytes, a block after the other; answers their digest. */
async function makeFile(path: string, bytes: number): Promise<string> {
  await writeFile(path, '')
  for (let at = 0; at < bytes; at += block) await appendFile(path, randomBytes(Math.min(block, bytes - at)))
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

async function poll(isTrue: () => Promise<boolean> | boolean, patienceMs: number): Promise<void> {
  const untilMs = Date.now() + patienceMs
  while (!(await isTrue())) {
    if (Date.now() > untilMs) throw new Error('What was waited for did not come')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
