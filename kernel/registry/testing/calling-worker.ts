import * as v from 'valibot'
import { definePlugin, endpoint, pluginRouter } from '#sdk'
import { diary } from '../../live/testing/diary.ts'
import { createWorker } from '../../worker.ts'

export { Gate } from '../../gate/gate.ts'

const Note = v.object({ kind: v.string(), text: v.string() })

/** A module that writes into another one's pages, by its route. */
const caller = definePlugin({
  id: 'caller',
  kind: 'module',
  title: 'Caller',
  description: 'Calls another module, for tests.',
  icon: 'phone',
  version: '1.0.0',
  permissions: { 'caller.notes.write': { title: 'Write notes', roles: ['owner', 'admin', 'member', 'viewer'] } },
  settings: v.object({}),
  events: {},
  routes: pluginRouter().post(
    '/notes',
    endpoint({ permission: 'caller.notes.write', summary: 'Writes', body: Note, answers: { 201: v.unknown() } }),
    async (c) => {
      const written = await c.var.modules.call({ route: 'diary POST /pages', body: c.req.valid('json') })
      return c.json({ written }, 201)
    },
  ),
})

export default createWorker([diary, caller])
