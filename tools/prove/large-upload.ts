import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newSecrets } from '../platform/installation-secrets.ts'
import { startPlatform } from '../platform/start-platform.ts'
import { startBrowser } from '../testing/browser.ts'
import { createClient, goodPassword, makeWorkspace, signUp } from '../testing/client.ts'
import { uploadInterrupted } from '../testing/interrupted-upload.ts'
import { startS3StandIn } from '../testing/s3-stand-in.ts'
import type { Finding, Proof, ProofOptions } from './proof.ts'
import { scaled } from './proof.ts'

const megabyte = 1024 ** 2

/** A long film over a bad line: what arrives is what was sent, and nothing was sent that had arrived. */
export const largeUpload: Proof = {
  name: 'large-upload',
  promise: '200 MB survive a pause, a reload and a lost network in a browser, byte for byte',
  // A store that spoils one byte of each part.
  plant: () => attack(25 * megabyte, true),
  run: ({ scale }: ProofOptions) => attack(scaled(200, scale, 25) * megabyte, false),
}

async function attack(bytes: number, isSpoiled: boolean): Promise<Finding> {
  const folder = await mkdtemp(join(tmpdir(), 'dpf-upload-'))
  const [s3, browser] = await Promise.all([startS3StandIn({ spoils: isSpoiled }), startBrowser()])
  const platform = await startPlatform({
    secrets: newSecrets(),
    port: 0,
    folder: join(folder, 'data'),
    web: true,
    settings: { RATE_LIMIT_SCALE: '1000', WEBHOOK_ALLOW_PRIVATE: 'loopback' },
  })
  try {
    const owner = await signUp(createClient(platform.url))
    const salon = await makeWorkspace(createClient(platform.url), { owner })
    const settings = {
      store: 's3',
      endpoint: s3.url,
      region: s3.region,
      bucket: s3.bucket,
      accessKeyId: s3.accessKeyId,
    }
    await salon.client.put('/api/connectors/storage', {
      enabled: true,
      ...(isSpoiled ? { settings, secrets: { secret_access_key: s3.secretAccessKey } } : {}),
    })
    const context = await browser.newContext({ baseURL: platform.url })
    const page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    await page.goto(`/w/${salon.slug}/storage/files`)
    await page.getByRole('heading', { level: 1, name: 'Files' }).waitFor()
    const { expected, sha256, takenTwice } = await uploadInterrupted({
      page,
      context,
      folder,
      bytes,
      api: salon.client,
    })
    return {
      done: `${bytes / megabyte} MB, paused, loaded anew and cut off once each`,
      faults: [
        ...(sha256 === expected ? [] : [`what came back has the digest ${sha256} instead of ${expected}`]),
        ...takenTwice.map((part) => `part ${part} was taken twice`),
      ],
    }
  } finally {
    await browser.close()
    await platform.stop()
    await s3.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
