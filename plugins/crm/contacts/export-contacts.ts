import { and, desc, lt, sql } from 'drizzle-orm'
import { type Db, streamText } from '#sdk'
import type { ContactFilter } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { byteOrderMark, csvLine, exportHeader, exportRow } from '../export/write-csv.ts'
import { contacts, customFields } from '../tables.ts'
import { matching, presentContact, selectContacts } from './select-contacts.ts'

const pageSize = 1000

/** Streams matching contacts as CSV that our own import reads back without loss; pages of 1,000 keep the memory flat. */
export function exportContacts(db: Db, filter: ContactFilter, clock: Clock): ReadableStream<Uint8Array> {
  return streamText(writeContacts(db, filter, clock))
}

async function* writeContacts(db: Db, filter: ContactFilter, clock: Clock): AsyncGenerator<string> {
  const fields = await db
    .select({ key: customFields.key })
    .from(customFields)
    .where(sql`'contact' = any(${customFields.records})`)
    .orderBy(customFields.key)
  const customKeys = fields.map(({ key }) => key)
  yield byteOrderMark + csvLine(exportHeader(customKeys))
  for (let before: string | undefined; ; ) {
    const rows = await selectContacts(db)
      .where(and(matching(filter, clock), before === undefined ? sql`true` : lt(contacts.id, before)))
      .orderBy(desc(contacts.id))
      .limit(pageSize)
    yield rows.map((row) => csvLine(exportRow(draftOf(presentContact(row, clock)), customKeys))).join('')
    if (rows.length < pageSize) return
    before = rows.at(-1)?.id
  }
}

function draftOf({ company, custom, ...contact }: ReturnType<typeof presentContact>) {
  return {
    ...contact,
    company: company?.name ?? null,
    custom: Object.fromEntries(Object.entries(custom).map(([key, value]) => [key, String(value ?? '')])),
  }
}
