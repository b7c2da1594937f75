import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import * as contract from '../contract.ts'
import { deskOf } from '../desk.ts'
import { largestFile, roomOfPlan } from '../limits.ts'
import { makeLink } from '../links/make-link.ts'
import type { Settings } from '../settings.ts'
import { room } from '../tables.ts'
import { changeFile } from './change-file.ts'
import { findFiles, findStoredFile } from './find-files.ts'
import { presentFile, presentFiles } from './present-file.ts'
import { deleteFile, removeFile, restoreFile } from './remove-file.ts'

const read = { permission: 'storage.files.read' } as const
const write = { permission: 'storage.files.write' } as const

export const filesRoutes = pluginRouter<Settings>()
  .get(
    '/files',
    endpoint({
      ...read,
      summary: 'Lists and finds files',
      query: contract.FileQuery,
      answers: { 200: contract.FilePage },
    }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      const page = await findFiles(desk, c.req.valid('query'))
      return c.json({ ...page, data: await presentFiles(desk, page.data) })
    },
  )
  .get(
    '/room',
    endpoint({ ...read, summary: 'Shows how much room for files is taken', answers: { 200: contract.Room } }),
    async (c) => {
      const [row] = await c.var.db.select({ reserved: room.reserved, stored: room.stored }).from(room)
      return c.json({ reserved: 0, stored: 0, ...row, room: roomOfPlan[c.var.tenant.plan], largestFile })
    },
  )
  .get(
    '/files/:id',
    endpoint({ ...read, summary: 'Shows a file', params: IdParam, answers: { 200: contract.File } }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      const row = await findStoredFile(desk, c.req.valid('param').id)
      setVersion(c, row.version)
      return c.json(await presentFile(desk, row))
    },
  )
  .patch(
    '/files/:id',
    endpoint({
      ...write,
      summary: 'Renames a file, or shows it to everybody',
      params: IdParam,
      body: contract.FilePatch,
      answers: { 200: contract.File },
    }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      const row = await changeFile(desk, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, row.version)
      return c.json(await presentFile(desk, row))
    },
  )
  .delete(
    '/files/:id',
    endpoint({
      ...write,
      summary: 'Deletes a file',
      description: 'It can be put back for a day, and takes room until then; with `forever=true` it is gone at once.',
      params: IdParam,
      query: contract.DeleteQuery,
      answers: { 204: null },
    }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      const row = await findStoredFile(desk, c.req.valid('param').id)
      await (c.req.valid('query').forever === 'true' ? removeFile(desk, row) : deleteFile(desk, row))
      return c.body(null, 204)
    },
  )
  .post(
    '/files/:id/restore',
    endpoint({ ...write, summary: 'Puts a deleted file back', params: IdParam, answers: { 200: contract.File } }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      const row = await restoreFile(desk, await findStoredFile(desk, c.req.valid('param').id))
      setVersion(c, row.version)
      return c.json(await presentFile(desk, row))
    },
  )
  .post(
    '/files/:id/link',
    endpoint({
      ...read,
      summary: 'Makes a link by which anybody can open a private file for a while',
      params: IdParam,
      body: contract.NewLink,
      answers: { 200: contract.Link },
    }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      const row = await findStoredFile(desk, c.req.valid('param').id)
      return c.json(await makeLink(desk, row, c.req.valid('json')))
    },
  )
