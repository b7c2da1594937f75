import { endpoint, pluginRouter } from '#sdk'
import * as contract from '../contract.ts'
import { deskOf } from '../desk.ts'
import { attachFile, detachFile } from '../files/attach-file.ts'
import { findAttached, findStoredFile } from '../files/find-files.ts'
import { presentFile, presentFiles } from '../files/present-file.ts'
import type { Settings } from '../settings.ts'

const read = { permission: 'storage.files.read' } as const
const write = { permission: 'storage.files.write' } as const

/** Files at the records of other modules, which are known by their noun and id alone. */
export const attachmentsRoutes = pluginRouter<Settings>()
  .get(
    '/attachments',
    endpoint({
      ...read,
      summary: 'Lists the files of a record',
      query: contract.AttachmentQuery,
      answers: { 200: contract.AttachmentList },
    }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      return c.json({ data: await presentFiles(desk, await findAttached(desk, c.req.valid('query').subject)) })
    },
  )
  .post(
    '/attachments',
    endpoint({
      ...write,
      summary: 'Puts a file of the library to a record',
      body: contract.NewAttachment,
      answers: { 201: contract.File },
    }),
    async (c) => {
      const { subject, fileId } = c.req.valid('json')
      const desk = deskOf(c.var, c.var.principal.actor)
      const row = await findStoredFile(desk, fileId)
      await attachFile(desk, row, subject)
      return c.json(await presentFile(desk, row), 201)
    },
  )
  .delete(
    '/attachments',
    endpoint({
      ...write,
      summary: 'Takes a file off a record; it stays in the library',
      query: contract.DetachQuery,
      answers: { 204: null },
    }),
    async (c) => {
      const { subject, fileId } = c.req.valid('query')
      const desk = deskOf(c.var, c.var.principal.actor)
      await detachFile(desk, await findStoredFile(desk, fileId), subject)
      return c.body(null, 204)
    },
  )
