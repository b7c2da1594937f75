import { Column, is, SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { PgRemoteDatabase, PgRemoteSession, type RemoteCallback } from 'drizzle-orm/pg-proxy'

/** Opens Drizzle over a function that sends SQL; the fields of a row are told apart once a query, not once a value. */
export function openDrizzle(send: RemoteCallback): PgRemoteDatabase {
  const dialect = new PgDialect()
  return new PgRemoteDatabase(dialect, new FlatSession(send, dialect, undefined), undefined)
}

class FlatSession extends PgRemoteSession<Record<string, never>, Record<string, never>> {
  override prepareQuery: PgRemoteSession<Record<string, never>, Record<string, never>>['prepareQuery'] = (
    query,
    fields,
    name,
    arrayMode,
    mapper,
    ...rest
  ) => super.prepareQuery(query, fields, name, arrayMode, mapper ?? flatMapper(fields ?? []), ...rest)
}

interface Decoder {
  mapFromDriverValue(value: unknown): unknown
}

type Fields = readonly { readonly path: readonly string[]; readonly field: unknown }[]

/**
 * Maps rows as Drizzle does, which goes through the prototypes of each field for each value.
 *
 * Undefined, so that Drizzle maps, where rows are nested (joins of whole tables) or hold a subquery.
 */
function flatMapper(fields: Fields): ((rows: unknown[][]) => never) | undefined {
  const columns = fields.flatMap(({ path: [name], field }) => {
    const decoder = seekDecoder(field)
    return name === undefined || decoder === undefined ? [] : [{ name, decoder }]
  })
  const isFlat = columns.length === fields.length && fields.every(({ path }) => path.length === 1)
  if (columns.length === 0 || !isFlat) return undefined
  return (rows) =>
    rows.map((row) => {
      const read: Record<string, unknown> = {}
      columns.forEach(({ name, decoder }, place) => {
        const value = row[place]
        read[name] = value === null ? null : decoder.mapFromDriverValue(value)
      })
      return read
    }) as never
}

function seekDecoder(field: unknown): Decoder | undefined {
  if (is(field, Column)) return field as unknown as Decoder
  if (is(field, SQL)) return (field as unknown as { decoder: Decoder }).decoder
  return is(field, SQL.Aliased) ? seekDecoder(field.sql) : undefined
}
