import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { newSecrets } from '../platform/installation-secrets.ts'
import { startPlatform } from '../platform/start-platform.ts'
import { startBrowser } from '../testing/browser.ts'
import { createClient, goodPassword, makeWorkspace, type Person, signUp, type Workspace } from '../testing/client.ts'
import { uploadInterrupted } from '../testing/interrupted-upload.ts'
import { type S3StandIn, startS3StandIn } from '../testing/s3-stand-in.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from './proof.ts'

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
  const opened: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  try {
    const s3 = await startS3StandIn({ spoils: isSpoiled })
    opened.push(s3.stop)
    const platform = await startPlatform({
      secrets: newSecrets(),
      port: 0,
      folder,
      web: true,
      settings: { RATE_LIMIT_SCALE: '1000', WEBHOOK_ALLOW_PRIVATE: 'loopback' },
    })
    opened.push(platform.stop)
    const browser = await startBrowser()
    opened.push(() => browser.close())
    const owner = await signUp(createClient(platform.url))
    const salon = await makeWorkspace(createClient(platform.url), { owner })
    await connect(salon, isSpoiled ? s3 : undefined)
    const context = await browser.newContext({ baseURL: platform.url })
    const page = await openFiles(context, owner, salon)
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
    for (const close of opened.reverse()) await close()
  }
}

/** With the platform's own storage, or with a bucket. */
async function connect({ client }: Workspace, bucket: S3StandIn | undefined): Promise<void> {
  const place =
    bucket === undefined
      ? {}
      : {
          settings: {
            store: 's3',
            endpoint: bucket.url,
            region: bucket.region,
            bucket: bucket.bucket,
            accessKeyId: bucket.accessKeyId,
          },
          secrets: { secret_access_key: bucket.secretAccessKey },
        }
  const { status } = await client.put('/api/connectors/storage', { enabled: true, ...place })
  if (status !== 200) throw new Error(`Connecting answered ${status}`)
}

async function openFiles(context: BrowserContext, owner: Person, salon: Workspace): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password').fill(goodPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await page.goto(`/w/${salon.slug}/storage/files`)
  await page.getByRole('heading', { level: 1, name: 'Files' }).waitFor()
  return page
}
