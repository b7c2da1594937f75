import { and, asc, desc, eq, inArray, like, ne, sql } from 'drizzle-orm'
import type { InferOutput } from 'valibot'
import { pageFrom, readCursor } from '#sdk'
import type { FileQuery } from '../contract.ts'
import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import { attachments, type FileRow, files } from '../tables.ts'
import { containing } from './fold-text.ts'

type Query = InferOutput<typeof FileQuery>

/** A file or an upload, whatever its state. */
export async function findFile({ db }: Pick<Desk, 'db'>, id: string): Promise<FileRow> {
  const [row] = await db.select().from(files).where(eq(files.id, id))
  if (row === undefined) throw errors.fileNotFound({ id })
  return row
}

/** A file of the library: what is still on its way is none. */
export async function findStoredFile(desk: Pick<Desk, 'db'>, id: string): Promise<FileRow> {
  const row = await findFile(desk, id)
  if (row.state === 'uploading') throw errors.fileNotFound({ id })
  return row
}

/** A page of the library. Without a state it shows all but what was deleted. */
export async function findFiles({ db }: Pick<Desk, 'db'>, query: Query) {
  const { limit, cursor, sort, q, kind, state } = query
  const place = orders[sort]
  const keys = readCursor(cursor, place.keys)
  const rows = await db
    .select()
    .from(files)
    .where(
      and(
        state === undefined ? inArray(files.state, ['ready', 'checking', 'quarantined']) : eq(files.state, state),
        kind === undefined ? undefined : eq(files.kind, kind),
        q === undefined || q.trim() === '' ? undefined : like(files.searchText, containing(q.trim())),
        keys === undefined ? undefined : place.after(keys),
      ),
    )
    .orderBy(...place.by)
    .limit(limit + 1)
  return pageFrom(rows, limit, place.keyOf)
}

type Keys = readonly (string | number)[]
const orders = {
  newest: {
    keys: 1,
    by: [desc(files.id)],
    after: ([id]: Keys) => sql`${files.id} < ${id}`,
    keyOf: ({ id }: FileRow) => [id],
  },
  name: {
    keys: 2,
    by: [asc(files.searchText), asc(files.id)],
    after: ([name, id]: Keys) => sql`(${files.searchText}, ${files.id}) > (${name}, ${id})`,
    keyOf: ({ searchText, id }: FileRow) => [searchText, id],
  },
  largest: {
    keys: 2,
    by: [desc(files.size), desc(files.id)],
    after: ([size, id]: Keys) => sql`(${files.size}, ${files.id}) < (${size}, ${id})`,
    keyOf: ({ size, id }: FileRow) => [size, id],
  },
} as const

/** What is attached to a subject, the newest first. */
export async function findAttached({ db }: Pick<Desk, 'db'>, subject: string): Promise<FileRow[]> {
  const rows = await db
    .select({ file: files })
    .from(attachments)
    .innerJoin(files, eq(files.id, attachments.fileId))
    .where(and(eq(attachments.subject, subject), ne(files.state, 'uploading'), ne(files.state, 'deleted')))
    .orderBy(desc(attachments.fileId))
    .limit(200)
  return rows.map(({ file }) => file)
}

/** The records that a file belongs to. */
export async function findSubjects({ db }: Pick<Desk, 'db'>, fileId: string): Promise<string[]> {
  const rows = await db
    .select({ subject: attachments.subject })
    .from(attachments)
    .where(eq(attachments.fileId, fileId))
    .limit(100)
  return rows.map(({ subject }) => subject)
}
