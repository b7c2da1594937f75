import { and, desc, lt, sql } from 'drizzle-orm'
import type { Db } from '#sdk'
import type { ContactFilter } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { byteOrderMark, csvLine, exportHeader, exportRow } from '../export/write-csv.ts'
import { contacts, customFields } from '../tables.ts'
import { matching, presentContact, selectContacts } from './select-contacts.ts'

const pageSize = 1000

/** Streams matching contacts as CSV that our own import reads back without loss; pages of 1,000 keep the memory flat. */
export function exportContacts(db: Db, filter: ContactFilter, clock: Clock): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let customKeys: string[] = []
  let before: string | undefined
  return new ReadableStream({
    async start(controller) {
      const fields = await db
        .select({ key: customFields.key })
        .from(customFields)
        .where(sql`'contact' = any(${customFields.records})`)
        .orderBy(customFields.key)
      customKeys = fields.map(({ key }) => key)
      controller.enqueue(encoder.encode(byteOrderMark + csvLine(exportHeader(customKeys))))
    },
    async pull(controller) {
      const rows = await selectContacts(db)
        .where(and(matching(filter, clock), before === undefined ? sql`true` : lt(contacts.id, before)))
        .orderBy(desc(contacts.id))
        .limit(pageSize)
      controller.enqueue(
        encoder.encode(rows.map((row) => csvLine(exportRow(draftOf(presentContact(row, clock)), customKeys))).join('')),
      )
      before = rows.at(-1)?.id
      if (rows.length < pageSize) controller.close()
    },
  })
}

function draftOf({ company, custom, ...contact }: ReturnType<typeof presentContact>) {
  return {
    ...contact,
    company: company?.name ?? null,
    custom: Object.fromEntries(Object.entries(custom).map(([key, value]) => [key, String(value ?? '')])),
  }
}
