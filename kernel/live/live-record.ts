import type { KernelDatabase } from '../database/kernel-database.ts'

/** A record as a live stream shows it: that something happened, and to what; never its data. */
export interface LiveRecord {
  readonly id: string
  /** RFC 3339. */
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  /** What else it concerns, as `<noun>:<id>`. */
  readonly about: readonly string[]
  /** Told to whoever did it alone: of the request that did it, by which a page knows its own changes. */
  readonly requestId?: string
}

/** A record with the number of the transaction that made it. */
export interface NumberedRecord extends LiveRecord {
  readonly requestId: string
  readonly transaction: string
}

/** What one look at the record found. */
export interface Look {
  readonly records: readonly NumberedRecord[]
  /** Every transaction below this number had ended: whatever it recorded was there to be seen. */
  readonly horizon: string
}

/** What is read at once. */
export const pageSize = 500

/**
 * One statement, hence one snapshot, for the rows and for the horizon.
 *
 * A record's id is made before its change is committed, so a higher one may be there first. Rows of the transactions that
 * were still open at the last look are those that it cannot have seen, however slow they were.
 */
const query = `select pg_snapshot_xmin(pg_current_snapshot())::text, l.id, l.at, l.actor, l.action, l.subject, l.about, l.request_id, l.transaction
  from (values (1)) as one left join lateral (
    select id, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, actor, action, subject,
      case when jsonb_typeof(data -> 'about') = 'array' then data -> 'about' else '[]' end as about, request_id, txid::text as transaction
    from kernel.ledger where id > $1::uuid and txid >= $2::xid8 order by id limit ${pageSize}) l on true`

/** Reads the records after an id, from a transaction on, the first of them first. */
export async function lookAfter(database: KernelDatabase, afterId: string, fromTransaction: string): Promise<Look> {
  const rows = await database.call(query, [afterId, fromTransaction])
  return {
    horizon: String(rows[0]?.[0] ?? fromTransaction),
    records: rows.flatMap((row) => (row[1] === null ? [] : [read(row)])),
  }
}

function read([, id, at, actor, action, subject, about, requestId, transaction]: unknown[]): NumberedRecord {
  return {
    id: String(id),
    at: String(at),
    actor: String(actor),
    action: String(action),
    subject: String(subject),
    about: (about as unknown[]).filter((thing) => typeof thing === 'string'),
    requestId: String(requestId),
    transaction: String(transaction),
  }
}

/** The lowest UUIDv7 of a moment (RFC 9562, 5.7). */
export function lowestIdAt(ms: number): string {
  const digits = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0').slice(-12)
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`
}

/** The moment at which a UUIDv7 was made; undefined for any other text. */
export function momentOf(id: string): number | undefined {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)
    ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
    : undefined
}
