import { type KernelDatabase, kernelDatabase } from '../database/kernel-database.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import type { KernelContext } from '../request/context.ts'
import { streamText } from '../sdk/stream-text.ts'

const pageSize = 500

/** Streams all that a plugin keeps of the workspace, as NDJSON, a row a line: `{ table, row }`. Pages keep the memory flat. */
export async function exportRows(c: KernelContext, pluginId: string): Promise<ReadableStream<Uint8Array>> {
  const database = kernelDatabase(c.env, c.var.tenant.id, () => {
    c.var.cost.roundTrips += 1
  })
  const [here] = await database.call(
    `select 1 from kernel.plugin_installations where tenant_id = kernel.tenant_id() and plugin_id = $1`,
    [pluginId],
  )
  if (here === undefined) throw kernelErrors.pluginNotInstalled({ plugin: pluginId })
  const tables = await database.call('select kernel.published_tables($1)', [pluginId])
  const pages = pagesOf(
    database,
    pluginId,
    tables.map(([table]) => String(table)),
  )
  return streamText(pages)
}

async function* pagesOf(database: KernelDatabase, pluginId: string, tables: readonly string[]): AsyncGenerator<string> {
  for (const table of tables) {
    for (let after: unknown = null; ; ) {
      const rows = await database.call('select kernel.export_published_rows($1, $2, $3::jsonb, $4)', [
        pluginId,
        table,
        after === null ? null : JSON.stringify(after),
        pageSize,
      ])
      const page = rows.map(([pair]) => pair as [key: unknown, row: unknown])
      if (page.length > 0) yield page.map(([, row]) => `${JSON.stringify({ table, row })}\n`).join('')
      if (page.length < pageSize) break
      after = page.at(-1)?.[0]
    }
  }
}
