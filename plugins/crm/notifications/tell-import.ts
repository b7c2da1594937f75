import { eq } from 'drizzle-orm'
import type { HeardRecord, NewNotification, NotificationContext } from '#sdk'
import { imports } from '../tables.ts'

/** Tells whoever began an import what came of it. */
export async function tellImportFinished({ db }: NotificationContext, record: HeardRecord): Promise<NewNotification[]> {
  const [kind, personId = ''] = record.actor.split(':')
  const id = String(record.data.id)
  const [row] = await db.select().from(imports).where(eq(imports.id, id))
  if (row === undefined || kind !== 'person') return []
  const counts: readonly (readonly [number, string])[] = [
    [row.created, 'added'],
    [row.merged, 'joined with contacts that were there'],
    [row.skipped, 'left out'],
    [row.failed, 'could not be read'],
  ]
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString('en')} ${what}`)
  return [
    {
      to: [personId],
      title: `The import of ${row.fileName} is done`,
      body: said.length === 0 ? 'There was nothing in it to add.' : `${said.join(', ')}.`,
      path: `/crm/import?id=${id}`,
      key: `import:${id}`,
    },
  ]
}
