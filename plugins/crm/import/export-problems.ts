import { and, asc, eq, gt } from 'drizzle-orm'
import { type Db, streamText } from '#sdk'
import { csvLine } from '../export/write-csv.ts'
import { importProblems } from '../tables.ts'

const pageSize = 2000

/** Streams the rows that became no contact, each with the reason; pages keep the memory flat however many there are. */
export function exportProblems(db: Db, importId: string, header: readonly string[]): ReadableStream<Uint8Array> {
  return streamText(writeProblems(db, importId, header))
}

async function* writeProblems(db: Db, importId: string, header: readonly string[]): AsyncGenerator<string> {
  yield csvLine([...header, 'Why it was left out'])
  for (let after = 0; ; ) {
    const rows = await db
      .select()
      .from(importProblems)
      .where(and(eq(importProblems.importId, importId), gt(importProblems.rowNumber, after)))
      .orderBy(asc(importProblems.rowNumber))
      .limit(pageSize)
    yield rows.map(({ cells, reason }) => csvLine([...header.map((_, index) => cells[index] ?? ''), reason])).join('')
    if (rows.length < pageSize) return
    after = rows.at(-1)?.rowNumber ?? after
  }
}
