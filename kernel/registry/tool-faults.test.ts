import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { endpoint, IdParam, pluginRouter, type ToolDefinition, text, toolRequest } from '../sdk/index.ts'
import { toolFaults } from './tool-faults.ts'

const Move = v.object({ to: text(20, 1), quietly: v.optional(v.boolean(), false) })
const Search = v.object({ q: v.optional(text(20)), kind: text(20, 1) })
const answers = { 200: v.object({}) } as const
const routes = pluginRouter()
  .post(
    '/things/:id/move',
    endpoint({ permission: 'sample.things.write', summary: 'Moves', params: IdParam, body: Move, answers }),
    (c) => c.json({}),
  )
  .get('/things', endpoint({ permission: 'sample.things.read', summary: 'Lists', query: Search, answers }), (c) =>
    c.json({}),
  )

const move: ToolDefinition = {
  title: 'Move a thing',
  description: 'Moves a thing.',
  route: 'POST /things/:id/move',
  permission: 'sample.things.write',
  input: v.object({ ...IdParam.entries, to: Move.entries.to }),
  always: { quietly: true },
}
const faultsOf = (given: Partial<ToolDefinition>, name = 'move') =>
  toolFaults({ routes, tools: { [name]: { ...move, ...given } } })

describe('a tool', () => {
  it('is one of the plugin’s routes, with its permission and with what it takes', () => {
    expect(faultsOf({})).toEqual([])
  })

  it.each<[string, Partial<ToolDefinition>, RegExp]>([
    ['that calls what is no route', { route: 'POST /things/:id/delete' }, /is no route of the plugin$/],
    ['with another permission', { permission: 'sample.things.read' }, /^the tool move needs sample\.things\.write/],
    [
      'that asks for what the route does not take',
      { input: v.object({ ...move.input.entries, x: v.string() }) },
      /for x/,
    ],
    ['that reads a field its own way', { input: v.object({ ...IdParam.entries, to: text(9) }) }, /asks for to/],
    ['that leaves out what the route needs', { input: IdParam }, /leaves out to/],
    ['that always says what the route refuses', { always: { quietly: 'yes' } }, /always says quietly/],
  ])('%s is refused', (_, given, fault) => {
    expect(faultsOf(given)).toEqual([expect.stringMatching(fault)])
  })

  it('has a name like the others', () => {
    expect(faultsOf({}, 'moveIt')).toEqual(['the tool moveIt has a name that none may have'])
  })

  it('is sent with what it always says, and its values where the route reads them', () => {
    expect(toolRequest('sample', move, { id: 'a/b', to: 'c', quietly: false })).toEqual({
      method: 'POST',
      path: '/api/sample/things/a%2Fb/move',
      body: { to: 'c', quietly: true },
    })
    const list = { route: 'GET /things' } as const
    expect(toolRequest('sample', list, { q: 'a&b', kind: undefined })).toEqual({
      method: 'GET',
      path: '/api/sample/things?q=a%26b',
    })
  })
})
