import { and, eq, isNull, sql } from 'drizzle-orm'
import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import { NewNote, Note, NotePage, NotePatch, NoteQuery } from '../contract.ts'
import { errors } from '../errors.ts'
import { afterCursor, orderBy, pageIn, type SortOrder } from '../lists/sort-order.ts'
import type { Settings } from '../settings.ts'
import { notes } from '../tables.ts'
import { createNote, deleteNote, noteColumns, restoreNote, updateNote } from './save-note.ts'

const read = { permission: 'crm.notes.read' } as const
const write = { permission: 'crm.notes.write' } as const

/** Pinned ones first, then the newest. */
const order: SortOrder<{ readonly id: string; readonly pinned: boolean }> = {
  by: [sql`${notes.pinned}::int`, notes.id],
  isDescending: true,
  keyOf: ({ pinned, id }) => [pinned ? 1 : 0, id],
}

export const notesRoutes = pluginRouter<Settings>()
  .get(
    '/notes',
    endpoint({
      ...read,
      summary: 'Lists the notes of a contact, a company or a deal',
      description: 'Pinned ones first, then the newest.',
      query: NoteQuery,
      answers: { 200: NotePage },
    }),
    async (c) => {
      const { limit, cursor, contactId, companyId, dealId } = c.req.valid('query')
      const rows = await c.var.db
        .select(noteColumns)
        .from(notes)
        .where(
          and(
            isNull(notes.deletedAt),
            contactId === undefined ? undefined : eq(notes.contactId, contactId),
            companyId === undefined ? undefined : eq(notes.companyId, companyId),
            dealId === undefined ? undefined : eq(notes.dealId, dealId),
            afterCursor(order, cursor),
          ),
        )
        .orderBy(...orderBy(order))
        .limit(limit + 1)
      return c.json(pageIn(order, rows, limit))
    },
  )
  .post('/notes', endpoint({ ...write, summary: 'Adds a note', body: NewNote, answers: { 201: Note } }), async (c) => {
    const note = await createNote(c.var, c.req.valid('json'))
    setVersion(c, note.version)
    return c.json(note, 201)
  })
  .get(
    '/notes/:id',
    endpoint({ ...read, summary: 'Shows a note', params: IdParam, answers: { 200: Note } }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [note] = await c.var.db
        .select(noteColumns)
        .from(notes)
        .where(and(eq(notes.id, id), isNull(notes.deletedAt)))
      if (note === undefined) throw errors.noteNotFound({ id })
      setVersion(c, note.version)
      return c.json(note)
    },
  )
  .patch(
    '/notes/:id',
    endpoint({ ...write, summary: 'Changes a note', params: IdParam, body: NotePatch, answers: { 200: Note } }),
    async (c) => {
      const note = await updateNote(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, note.version)
      return c.json(note)
    },
  )
  .delete(
    '/notes/:id',
    endpoint({ ...write, summary: 'Moves a note to the trash', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await deleteNote(c.var, c.req.valid('param').id, wantedVersion(c))
      return c.body(null, 204)
    },
  )
  .post(
    '/notes/:id/restore',
    endpoint({ ...write, summary: 'Takes a note out of the trash', params: IdParam, answers: { 200: Note } }),
    async (c) => {
      const note = await restoreNote(c.var, c.req.valid('param').id)
      setVersion(c, note.version)
      return c.json(note)
    },
  )
