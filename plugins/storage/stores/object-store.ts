import type { Bucket } from '#sdk'
import type { Settings } from '../settings.ts'

/** A request of a client for an address to send to, with all that the address will hold it to. */
export interface Grant {
  readonly method: 'PUT' | 'GET' | 'POST' | 'DELETE'
  readonly key: string
  readonly uploadId?: string
  readonly partNumber?: number
  /** Of what is sent with PUT, in bytes. */
  readonly length?: number
  /** Of a whole object. */
  readonly type?: string
  readonly expiresAt: Date
}

export interface SignedAddress {
  readonly url: string
  /** To be sent exactly so. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Where the bytes of files are: the face of every provider. Keys are the files' ids.
 *
 * Every store passes the suite in `conformance.test.ts`.
 */
export interface ObjectStore extends Bucket {
  /** An address that the store itself holds to the grant; undefined where only the platform can, since the store takes what comes. */
  readonly presign?: (grant: Grant) => Promise<SignedAddress>
  /** Says in a plain sentence what is wrong with the connection; undefined when it works. */
  readonly trial: () => Promise<string | undefined>
}

export type StoreName = Settings['store']
