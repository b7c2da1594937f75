import { inArray, sql } from 'drizzle-orm'
import type { HeardContext, HeardRecord } from '#sdk'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { attachments } from '../tables.ts'

/** Files of records that were merged into another one become files of that one. */
export async function followMerge({ db, change }: HeardContext<Settings>, record: HeardRecord): Promise<void> {
  const noun = record.subject.split(':')[0] ?? ''
  const merged = Array.isArray(record.data.merged) ? record.data.merged : []
  const gone = merged.map((id) => `${noun}:${id}`)
  if (gone.length === 0) return
  const [any] = await db
    .select({ fileId: attachments.fileId })
    .from(attachments)
    .where(inArray(attachments.subject, gone))
    .limit(1)
  if (any === undefined) return
  await change(events.filesMoved(record.subject, { to: record.subject, from: gone }, gone), (tx) => [
    tx.execute(sql`insert into storage.attachments (subject, file_id)
      select distinct ${record.subject}, a.file_id from storage.attachments a
      where a.subject in (select value from jsonb_array_elements_text(${JSON.stringify(gone)}::jsonb))
      on conflict do nothing`),
    tx.delete(attachments).where(inArray(attachments.subject, gone)),
  ])
}
