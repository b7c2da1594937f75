import { Hono } from 'hono'
import * as v from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { readInstalled } from './read-installed.ts'
import * as schemas from './schemas.ts'

const read = { permission: 'plugins.read' } as const

/** `/api/plugins`: what the workspace has installed of what strangers published. */
export const pluginsRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({
      ...read,
      summary: 'Lists the published plugins that are installed',
      answers: { 200: v.object({ data: v.array(schemas.Installed) }) },
    }),
    async (c) => c.json({ data: await readInstalled(c as KernelContext) }),
  )
  .get(
    '/:id',
    endpoint({
      ...read,
      summary: 'Shows a published plugin that is installed: what it may do, and how it is set up',
      params: schemas.PluginParam,
      answers: { 200: schemas.Installed },
    }),
    async (c) => {
      const [plugin] = await readInstalled(c as KernelContext, c.req.valid('param').id)
      if (plugin === undefined) throw kernelErrors.notFound()
      return c.json(plugin)
    },
  )
