import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import { type Database, must, newId, type Principal, platformErrors } from '#sdk'
import type { NewNote, NotePatch } from '../contract.ts'
import type { Clock } from '../days/day-in.ts'
import { errors } from '../errors.ts'
import { about, events } from '../events.ts'
import { notes } from '../tables.ts'
import { mustConcern } from '../tasks/save-task.ts'
import { emptyTrashLater, moveToTrash, takeFromTrash } from '../trash/trash.ts'
import { withoutUndefined } from '../without-undefined.ts'

/** The database, the clock and the author of a request: `c.var`. */
type Desk = Pick<Database, 'db' | 'change'> & Clock & { readonly principal: Principal }

const { deletedAt: _, ...shown } = getTableColumns(notes)

/** What a note is shown from. */
export const noteColumns = shown
type NoteRow = Omit<typeof notes.$inferSelect, 'deletedAt'>

/** Stores a new note, in one round trip. */
export async function createNote({ change, principal }: Desk, given: NewNote): Promise<NoteRow> {
  const id = newId()
  const results = await change(events.noteCreated(`note:${id}`, { id }, about(given)), (tx) => [
    ...mustConcern(tx, given),
    tx
      .insert(notes)
      .values({ id, ...given, authorId: principal.userId ?? null })
      .returning(noteColumns),
  ])
  return only(results)
}

/** Changes a note, of the wanted version if there is one. */
export async function updateNote(desk: Desk, id: string, patch: NotePatch, wanted: number | undefined) {
  const current = await seek(desk.db, id)
  const results = await desk.change(
    events.noteUpdated(`note:${id}`, { id, fields: Object.keys(patch) }, about(current)),
    (tx) => [
      must(
        tx
          .update(notes)
          .set({
            ...withoutUndefined(patch),
            version: sql`${notes.version} + 1`,
            updatedAt: desk.now.toISOString(),
          })
          .where(and(isLive(id), wanted === undefined ? undefined : eq(notes.version, wanted)))
          .returning(noteColumns),
        wanted === undefined ? errors.noteNotFound({ id }) : platformErrors.versionChanged(),
      ),
    ],
  )
  return only(results)
}

/** Moves a note to the trash. */
export async function deleteNote({ db, change, now }: Desk, id: string, wanted: number | undefined): Promise<void> {
  const current = await seek(db, id)
  await change(
    events.noteDeleted(`note:${id}`, { id }, about(current)),
    (tx) => moveToTrash(tx, notes, id, { now, wanted, notFound: errors.noteNotFound({ id }) }),
    { jobs: emptyTrashLater(now) },
  )
}

/** Takes a note out of the trash. */
export async function restoreNote({ db, change, now }: Desk, id: string) {
  const current = await seek(db, id)
  const results = await change(events.noteRestored(`note:${id}`, { id }, about(current)), (tx) => [
    takeFromTrash(tx, notes, id, now),
    must(tx.select(noteColumns).from(notes).where(eq(notes.id, id)), errors.noteNotFound({ id })),
  ])
  return only(results)
}

const concerned = { contactId: notes.contactId, companyId: notes.companyId, dealId: notes.dealId }
const isLive = (id: string) => and(eq(notes.id, id), isNull(notes.deletedAt))

/** What the note is of; whether it is in the trash is the statements' to say. */
async function seek(db: Database['db'], id: string) {
  const [current] = await db.select(concerned).from(notes).where(eq(notes.id, id))
  if (current === undefined) throw errors.noteNotFound({ id })
  return current
}

function only(results: readonly unknown[]): NoteRow {
  const [row] = results.at(-1) as NoteRow[]
  if (row === undefined) throw platformErrors.conflict()
  return row
}
