import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { endpoint, IdParam, listQuery, must, pageFrom, platformErrors, pluginRouter, readCursor } from '#sdk'
import * as contract from '../contract.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import type { Settings } from '../settings.ts'
import { importProblems, imports } from '../tables.ts'
import { exportProblems } from './export-problems.ts'
import type { MappedColumn } from './guess-mapping.ts'
import { uploadImport, uploadLimitBytes } from './upload-import.ts'

const permission = { permission: 'crm.contacts.import' } as const
const List = v.object(listQuery)

export const importRoutes = pluginRouter<Settings>()
  .get(
    '/imports',
    endpoint({
      ...permission,
      summary: 'Lists imports, the newest first',
      query: List,
      answers: { 200: contract.ImportPage },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const keys = readCursor(cursor, 1)
      const rows = await c.var.db
        .select()
        .from(imports)
        .where(keys === undefined ? undefined : sql`${imports.id} < ${keys[0]}`)
        .orderBy(desc(imports.id))
        .limit(limit + 1)
      const page = pageFrom(rows, limit, ({ id }) => [id])
      return c.json({ ...page, data: page.data.map(present) })
    },
  )
  .post(
    '/imports',
    endpoint({
      ...permission,
      routeClass: 'bulk',
      summary: 'Uploads a file of contacts and shows what would become of it',
      description: 'The body is the CSV file itself. Nothing is imported until the import is started.',
      query: contract.UploadQuery,
      rawBody: { type: 'text/csv', limitBytes: uploadLimitBytes },
      answers: { 201: contract.ImportPreview },
    }),
    async (c) => {
      const { body } = c.req.raw
      if (body === null) throw errors.unreadableFile({ detail: 'The file is empty' })
      const { sentBody } = c.var
      const { row, sample, preview } = await uploadImport(
        {
          ...c.var,
          nameBody: (digest) => {
            sentBody.text = digest
          },
        },
        c.req.valid('query').fileName,
        body as ReadableStream<Uint8Array>,
        c.var.settings.callingCode,
      )
      const shown = present(row)
      const columns = shown.columns.map((column, index) => ({
        ...column,
        samples: sample
          .map(({ cells }) => cells[index] ?? '')
          .filter((cell) => cell !== '')
          .slice(0, 3),
      }))
      return c.json({ ...shown, columns, preview }, 201)
    },
  )
  .get(
    '/imports/:id',
    endpoint({
      ...permission,
      summary: 'Shows how far an import is',
      params: IdParam,
      answers: { 200: contract.Import },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await c.var.db.select().from(imports).where(eq(imports.id, id))
      if (row === undefined) throw errors.importNotFound({ id })
      return c.json(present(row))
    },
  )
  .post(
    '/imports/:id/start',
    endpoint({
      ...permission,
      routeClass: 'bulk',
      summary: 'Starts an import',
      params: IdParam,
      body: contract.ImportStart,
      answers: { 202: contract.Import },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { columns, duplicates } = c.req.valid('json')
      const [current] = await c.var.db.select().from(imports).where(eq(imports.id, id))
      if (current === undefined) throw errors.importNotFound({ id })
      const mapping = columns === undefined ? current.mapping : chooseTargets(current.mapping, columns)
      const [row] = await c.var.change(
        events.importStarted(`import:${id}`, { id, duplicates }),
        (tx) =>
          must(
            tx
              .update(imports)
              .set({ state: 'running', mapping, duplicates, startedAt: c.var.now.toISOString() })
              .where(and(eq(imports.id, id), eq(imports.state, 'ready')))
              .returning(),
            errors.importNotReady({ id }),
          ),
        {
          refusals: { imports_one_running: errors.importRunning() },
          jobs: [{ name: 'runImport', payload: { importId: id } }],
        },
      )
      if (row === undefined) throw errors.importNotReady({ id })
      return c.json(present(row), 202)
    },
  )
  .post(
    '/imports/:id/cancel',
    endpoint({
      ...permission,
      summary: 'Stops an import; what it made stays',
      params: IdParam,
      answers: { 200: contract.Import },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await c.var.change('route', (tx) =>
        must(
          tx
            .update(imports)
            .set({ state: 'cancelled', finishedAt: c.var.now.toISOString() })
            .where(and(eq(imports.id, id), inArray(imports.state, ['uploading', 'ready', 'running'])))
            .returning(),
          errors.importNotFound({ id }),
        ),
      )
      if (row === undefined) throw errors.importNotFound({ id })
      return c.json(present(row))
    },
  )
  .get(
    '/imports/:id/problems',
    endpoint({
      ...permission,
      summary: 'Lists the rows that became no contact, and why',
      params: IdParam,
      query: List,
      answers: { 200: contract.ImportProblemPage },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query')
      const keys = readCursor(cursor, 1)
      const rows = await c.var.db
        .select()
        .from(importProblems)
        .where(
          and(
            eq(importProblems.importId, c.req.valid('param').id),
            keys === undefined ? undefined : sql`${importProblems.rowNumber} > ${keys[0]}`,
          ),
        )
        .orderBy(asc(importProblems.rowNumber))
        .limit(limit + 1)
      const page = pageFrom(rows, limit, ({ rowNumber }) => [rowNumber])
      return c.json({
        ...page,
        data: page.data.map(({ rowNumber, kind, columnName, reason, cells }) => ({
          row: rowNumber,
          kind,
          column: columnName,
          reason,
          cells,
        })),
      })
    },
  )
  .get(
    '/imports/:id/problems.csv',
    endpoint({
      ...permission,
      routeClass: 'bulk',
      summary: 'Downloads the rows that became no contact, to mend and import again',
      params: IdParam,
      answers: { 200: 'text/csv' },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const [row] = await c.var.db.select({ header: imports.header }).from(imports).where(eq(imports.id, id))
      if (row === undefined) throw errors.importNotFound({ id })
      return c.body(exportProblems(c.var.db, id, row.header), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="left-out.csv"',
      })
    },
  )
  .delete(
    '/imports/:id',
    endpoint({
      ...permission,
      summary: 'Deletes an import with its file; contacts stay',
      params: IdParam,
      answers: { 204: null },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      await c.var.change(events.importDeleted(`import:${id}`, { id }), (tx) =>
        must(tx.delete(imports).where(eq(imports.id, id)).returning({ id: imports.id }), errors.importNotFound({ id })),
      )
      return c.body(null, 204)
    },
  )

function present(row: typeof imports.$inferSelect) {
  const {
    id,
    fileName,
    state,
    source,
    duplicates,
    rows,
    created,
    merged,
    skipped,
    failed,
    createdAt,
    startedAt,
    finishedAt,
  } = row
  const columns = row.mapping.map(({ heading, target, confidence, empty }) => ({ heading, target, confidence, empty }))
  return {
    id,
    fileName,
    state,
    source,
    duplicates,
    rows,
    done: created + merged + skipped + failed,
    created,
    merged,
    skipped,
    failed,
    columns,
    createdAt,
    startedAt,
    finishedAt,
  }
}

/** The person's choice over the guess; one for each column of the file. */
function chooseTargets(
  guessed: readonly MappedColumn[],
  chosen: readonly { target: string; dateOrder?: 'dmy' | 'mdy' | undefined }[],
): MappedColumn[] {
  if (chosen.length !== guessed.length) {
    throw platformErrors.invalid({
      errors: [
        { in: 'body', pointer: '#/columns', detail: `The file has ${guessed.length} columns; choose for each of them` },
      ],
    })
  }
  return guessed.map((column, index) => {
    const { target, dateOrder } = chosen[index] ?? { target: column.target }
    return {
      ...column,
      target: target as MappedColumn['target'],
      confidence: 1,
      ...(dateOrder === undefined ? {} : { dateOrder }),
    }
  })
}
