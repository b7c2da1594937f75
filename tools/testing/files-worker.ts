import { pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import * as v from 'valibot'
import { definePlugin, endpoint, type FilesPort, newId, pluginRouter } from '#sdk'
import { createWorker } from '../../kernel/worker.ts'
import { plugin as storage } from '../../plugins/storage/plugin.ts'

export { Gate } from '../../kernel/gate/gate.ts'

const notes = pgSchema('probe').table('notes', { id: uuid('id').primaryKey(), text: text('text').notNull() })

/** A call of the port by name: the arguments as JSON, bytes as base64. */
const Call = v.object({
  method: v.picklist(['put', 'createUpload', 'sign', 'confirm', 'link', 'get', 'delete', 'list']),
  args: v.array(v.unknown()),
})

/** A module that does with the port `files` what it is told to: what a test of a connector needs. */
const probe = definePlugin({
  id: 'probe',
  kind: 'module',
  title: 'Probe',
  description: 'Calls the port for files, for tests.',
  icon: 'flask-conical',
  version: '1.0.0',
  permissions: { 'probe.port.call': { title: 'Call the port', roles: ['owner'] } },
  settings: v.object({}),
  needs: { ports: { files: {} } },
  events: {},
  routes: pluginRouter().post(
    '/call',
    endpoint({ permission: 'probe.port.call', summary: 'Calls the port', body: Call, answers: { 200: v.unknown() } }),
    async (c) => {
      const { method, args } = c.req.valid('json')
      // A change of the module's own beside it, as modules make them: both under one Idempotency-Key.
      await c.var.change('route', (tx) => tx.insert(notes).values({ id: newId(), text: method }))
      const call = c.var.ports.files[method] as (...given: unknown[]) => ReturnType<FilesPort['get']>
      return c.json((await call(...args.map(readBytes))) ?? null)
    },
  ),
})

function readBytes(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null || !('content' in argument)) return argument
  const content = Uint8Array.from(atob(String(argument.content)), (letter) => letter.charCodeAt(0))
  return { ...argument, content }
}

export default createWorker([storage, probe])
