import { expect, it } from 'vitest'
import { BatchQuery } from './batch-query.ts'

it('reports a commit that the server turned into a rollback', async () => {
  const statements = [{ query: 'select 1', params: [] }]
  const error = await new Promise((resolve) => {
    const query = new BatchQuery({ begin: 'BEGIN', statements }, undefined, resolve)
    for (const text of ['BEGIN', 'SELECT 1', 'ROLLBACK']) query.handleCommandComplete({ text })
    query.handleReadyForQuery()
  })
  expect(error).toMatchObject({ code: '40000' })
})
