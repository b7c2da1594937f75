import { endpoint, IdParam, pluginRouter, setVersion } from '#sdk'
import * as contract from '../contract.ts'
import { deskOf } from '../desk.ts'
import { presentFile } from '../files/present-file.ts'
import type { Settings } from '../settings.ts'
import { cancelUpload } from './cancel-upload.ts'
import { confirmUpload } from './confirm-upload.ts'
import { createUpload } from './create-upload.ts'
import { findUpload, listUploads, presentUpload } from './find-upload.ts'
import { signUpload } from './sign-upload.ts'

const write = { permission: 'storage.files.write' } as const

export const uploadsRoutes = pluginRouter<Settings>()
  .get(
    '/uploads',
    endpoint({ ...write, summary: 'Lists your unfinished uploads', answers: { 200: contract.UploadList } }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      return c.json({ data: (await listUploads(desk)).map((row) => presentUpload(desk, row)) })
    },
  )
  .post(
    '/uploads',
    endpoint({
      ...write,
      summary: 'Reserves room for a file and opens its upload',
      description:
        'A short file is sent with one PUT. A long one has an `uploadId` and comes in parts of `partSize` bytes, the last one as it is. Each request is signed by `POST /uploads/{id}/sign`. In the end `POST /uploads/{id}/confirm` takes the file into the library.',
      body: contract.NewUpload,
      answers: { 201: contract.Upload },
    }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      return c.json(presentUpload(desk, await createUpload(desk, c.req.valid('json'))), 201)
    },
  )
  .post(
    '/uploads/:id/sign',
    endpoint({
      ...write,
      routeClass: 'read',
      summary: 'Signs one request of an upload',
      description:
        'The address takes what was announced and nothing else: that length, that type, for an hour. It leads to the store itself, or to this platform where the store cannot hold anybody to that, and with `through`.',
      params: IdParam,
      body: contract.SignRequest,
      answers: { 200: contract.Signed },
    }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      return c.json(await signUpload(desk, c.req.valid('param').id, c.req.valid('json')))
    },
  )
  .post(
    '/uploads/:id/confirm',
    endpoint({
      ...write,
      summary: 'Takes a finished upload into the library',
      params: IdParam,
      answers: { 200: contract.File },
    }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      const row = await confirmUpload(desk, c.req.valid('param').id)
      setVersion(c, row.version)
      return c.json(await presentFile(desk, row))
    },
  )
  .delete(
    '/uploads/:id',
    endpoint({ ...write, summary: 'Gives an upload up', params: IdParam, answers: { 204: null } }),
    async (c) => {
      const desk = deskOf(c.var, c.var.principal.actor)
      await cancelUpload(desk, await findUpload(desk, c.req.valid('param').id))
      return c.body(null, 204)
    },
  )
