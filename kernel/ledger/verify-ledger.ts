import { createHash } from 'node:crypto'
import { kernelDatabase } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { gateOf } from '../gate/ask-gate.ts'
import { type Checkpoint, isGenuine } from './checkpoint.ts'

export type Fault = 'edited' | 'deleted' | 'inserted' | 'reordered' | 'truncated' | 'checkpoint forged'

export interface Verification {
  readonly ok: boolean
  /** How many records the chain holds. */
  readonly records: number
  readonly checkpoints: number
  /** The newest signed head: keep it, and any later edit of what came before can be proved. */
  readonly head: Checkpoint | null
  /** The first fault; `seq` counts the records of the workspace from 1. */
  readonly fault: { readonly kind: Fault; readonly seq: number; readonly id: string | null } | null
}

interface Row {
  readonly seq: number
  readonly ledgerId: string
  readonly hash: string
  /** The fields that the digest covers, in its order, or null where the record is gone. */
  readonly fields: readonly string[] | null
  readonly digest: string | null
}

const pageSize = 2000
const page = `select s.seq, s.ledger_id, encode(s.hash, 'hex'), encode(l.digest, 'hex'),
    to_json(array[l.tenant_id::text, l.id::text, to_char(l.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), l.actor, l.action, l.subject, l.data::text, l.request_id, l.address])
  from kernel.seals s left join kernel.ledger l on l.tenant_id = s.tenant_id and l.id = s.ledger_id
  where s.seq > $1 order by s.seq limit $2`
const unsealed = `select l.id from kernel.ledger l where not exists (select from kernel.seals s where s.tenant_id = l.tenant_id and s.ledger_id = l.id)
  and not exists (select from kernel.outbox o where o.tenant_id = l.tenant_id and o.ledger_id = l.id) limit 1`

/**
 * Walks the tenant's whole chain again, outside of the database, and holds it against the signed checkpoints.
 *
 * Every digest is computed here from the record's fields, and every link from the digests, so it does not matter what
 * somebody with the database's own rights did to rows, seals or functions: a checkpoint would no longer fit.
 */
export async function verifyLedger(env: Env, tenantId: string): Promise<Verification> {
  const checkpoints = await readCheckpoints(env, tenantId)
  const database = kernelDatabase(env, tenantId)
  const report = (fault: Verification['fault'], records: number): Verification => ({
    ok: fault === null,
    records,
    checkpoints: checkpoints.length,
    head: checkpoints.at(-1) ?? null,
    fault,
  })
  for (const checkpoint of checkpoints) {
    if (!(await isGenuine(checkpoint, tenantId, env.ENCRYPTION_KEY)))
      return report({ kind: 'checkpoint forged', seq: checkpoint.seq, id: null }, 0)
  }
  const signed = new Map(checkpoints.map(({ seq, hash }) => [seq, hash]))
  let seq = 0
  let hash = createHash('sha256').update(tenantId).digest('hex')
  for (;;) {
    const rows = (await database.call(page, [seq, pageSize])).map(readRow)
    for (const row of rows) {
      const fault = faultOf(row, rows, seq + 1, hash, signed)
      if (fault !== undefined) return report({ kind: fault, seq: seq + 1, id: row.ledgerId }, seq)
      seq = row.seq
      hash = row.hash
    }
    if (rows.length < pageSize) break
  }
  const newest = checkpoints.at(-1)
  if (newest !== undefined && newest.seq > seq) return report({ kind: 'truncated', seq: seq + 1, id: null }, seq)
  const [stranger] = await database.call(unsealed)
  return report(stranger === undefined ? null : { kind: 'inserted', seq: seq + 1, id: String(stranger[0]) }, seq)
}

function faultOf(
  row: Row,
  neighbours: readonly Row[],
  expectedSeq: number,
  previousHash: string,
  signed: ReadonlyMap<number, string>,
): Fault | undefined {
  if (row.fields === null || row.seq !== expectedSeq) return 'deleted'
  const digest = createHash('sha256').update(JSON.stringify(row.fields)).digest('hex')
  if (digest !== row.digest) return 'edited'
  if (linkOf(previousHash, digest) !== row.hash) return breakOf(row, digest, previousHash, neighbours)
  const promised = signed.get(row.seq)
  return promised !== undefined && promised !== row.hash ? 'edited' : undefined
}

/** Why a record does not follow the one before: another one belongs here, or the chain goes on without it, or neither. */
function breakOf(row: Row, digest: string, previousHash: string, neighbours: readonly Row[]): Fault {
  const next = neighbours.flatMap((other) =>
    other.digest === null ? [] : [{ hash: other.hash, link: linkOf(previousHash, other.digest) }],
  )
  if (next.some(({ link }) => link === row.hash)) return 'reordered'
  if (!next.some(({ hash, link }) => link === hash)) return 'edited'
  return neighbours.some(({ hash }) => linkOf(hash, digest) === row.hash) ? 'reordered' : 'inserted'
}

function linkOf(previousHash: string, digest: string): string {
  return createHash('sha256').update(Buffer.from(previousHash, 'hex')).update(Buffer.from(digest, 'hex')).digest('hex')
}

async function readCheckpoints(env: Env, tenantId: string): Promise<Checkpoint[]> {
  try {
    return await gateOf(env, 'tenant', tenantId).checkpoints(tenantId)
  } catch {
    throw kernelErrors.unavailable({ detail: 'The checkpoints are out of reach' }, { 'retry-after': '5' })
  }
}

function readRow([seq, ledgerId, hash, digest, fields]: unknown[]): Row {
  const texts = fields as (string | null)[]
  return {
    seq: Number(seq),
    ledgerId: String(ledgerId),
    hash: String(hash),
    digest: digest as string | null,
    fields: texts[0] === null ? null : texts.map(String),
  }
}
