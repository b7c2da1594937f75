import { and, eq } from 'drizzle-orm'
import * as v from 'valibot'
import { type JobOutcome, type JobRequest, must } from '#sdk'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { openLinks } from '../links/link-token.ts'
import { files } from '../tables.ts'
import { linkAddress } from './present-file.ts'

const Payload = v.object({ fileId: v.string() })
const Verdict = v.object({ clean: v.boolean(), reason: v.optional(v.pipe(v.string(), v.maxLength(500))) })
const patienceMs = 60_000
const linkLastsMs = 3_600_000

/** What becomes of a file that has just arrived: with a scanner, nobody sees it before that has looked. */
export function firstState({ settings }: Pick<Desk, 'settings'>): 'checking' | 'ready' {
  return settings.scannerUrl === '' ? 'ready' : 'checking'
}

export function scanOf(fileId: string): JobRequest {
  return { name: 'scanFile', payload: { fileId }, key: `scan ${fileId}` }
}

/**
 * The job: asks the workspace's scanner, which loads the file by a link that nobody else has.
 *
 * The scanner gets `{ id, name, type, size, url }` and answers `{ clean, reason? }`. One that does not answer is asked
 * again later; until then the file stays unseen.
 */
export async function scanFile(desk: Desk, payload: unknown): Promise<JobOutcome> {
  const { fileId } = v.parse(Payload, payload)
  const [row] = await desk.db
    .select()
    .from(files)
    .where(and(eq(files.id, fileId), eq(files.state, 'checking')))
  if (row === undefined) return 'done'
  const { id, name, type, size } = row
  // Whoever took the scanner out of the settings wants no scan.
  const verdict = desk.settings.scannerUrl === '' ? { clean: true } : await askScanner(desk, { id, name, type, size })
  const reason = verdict.clean ? null : (verdict.reason ?? 'The scanner found it dangerous')
  const record =
    reason === null
      ? events.fileCleared(`file:${id}`, { id, name })
      : events.fileQuarantined(`file:${id}`, { id, name, reason })
  await desk.change(record, (tx) =>
    must(
      tx
        .update(files)
        .set({ state: reason === null ? 'ready' : 'quarantined', reason, updatedAt: desk.now.toISOString() })
        .where(and(eq(files.id, id), eq(files.state, 'checking')))
        .returning({ id: files.id }),
      errors.fileNotFound({ id }),
    ),
  )
  return 'done'
}

async function askScanner(
  desk: Desk,
  file: { readonly id: string; readonly name: string; readonly type: string; readonly size: number },
): Promise<v.InferOutput<typeof Verdict>> {
  const { belongings, settings, now } = desk
  const sign = await openLinks(belongings)
  const token = await sign({ fileId: file.id, expiresAt: new Date(now.getTime() + linkLastsMs), use: 'scan' })
  const secret = await belongings.secret('scanner_token')
  const response = await belongings.fetch(settings.scannerUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
    },
    body: JSON.stringify({ ...file, url: linkAddress(desk, token) }),
    signal: AbortSignal.timeout(patienceMs),
  })
  const verdict = v.safeParse(Verdict, response.ok ? await response.json().catch(() => undefined) : undefined)
  if (!verdict.success) throw errors.storeAway({ detail: `The scanner answered ${response.status}` })
  return verdict.output
}
