import { CompactSign, compactVerify } from 'jose'
import { deriveKey } from '../secrets/derive-key.ts'

/** The head of a tenant's chain at one moment, signed, and kept where the database cannot reach it. */
export interface Checkpoint {
  readonly seq: number
  /** The chain's hash at `seq`, SHA-256 in hex. */
  readonly hash: string
  /** A JWS (RFC 7515, HS256) over tenant, seq and hash. */
  readonly signature: string
}

const decoder = new TextDecoder()
const encoder = new TextEncoder()

export async function signCheckpoint(
  tenantId: string,
  seq: number,
  hash: string,
  encryptionKey: string,
): Promise<Checkpoint> {
  const key = await deriveKey(encryptionKey, 'ledger checkpoint')
  const signature = await new CompactSign(encoder.encode(contentOf(tenantId, seq, hash)))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(key)
  return { seq, hash, signature }
}

/** Whether the platform itself signed this checkpoint for this tenant. */
export async function isGenuine(checkpoint: Checkpoint, tenantId: string, encryptionKey: string): Promise<boolean> {
  const key = await deriveKey(encryptionKey, 'ledger checkpoint')
  try {
    const { payload } = await compactVerify(checkpoint.signature, key, { algorithms: ['HS256'] })
    return decoder.decode(payload) === contentOf(tenantId, checkpoint.seq, checkpoint.hash)
  } catch {
    return false
  }
}

function contentOf(tenantId: string, seq: number, hash: string): string {
  return `dpf-ledger-checkpoint|${tenantId}|${seq}|${hash}`
}
