import type { Desk } from '../desk.ts'
import { errors } from '../errors.ts'
import type { Grant, SignedAddress } from '../stores/object-store.ts'
import { fromBase64Url, openSigner, toBase64Url } from './signer.ts'

/** What the query of an address of ours says; the signature is over all of it, the method and the file. */
export interface SignedQuery {
  readonly uploadId: string
  readonly partNumber: number
  readonly length: number
  readonly type: string
  /** Unix time in seconds. */
  readonly expires: number
}

/** An address under which the platform takes what the grant says: that length, that type, until then, for that file. */
export async function signUploadAddress(desk: Desk, grant: Grant): Promise<SignedAddress> {
  const query: SignedQuery = {
    uploadId: grant.uploadId ?? '',
    partNumber: grant.partNumber ?? 0,
    length: grant.length ?? 0,
    type: grant.type ?? '',
    expires: Math.floor(grant.expiresAt.getTime() / 1000),
  }
  const signer = await openSigner(desk.belongings, 'uploads')
  const signature = toBase64Url(await signer.sign(signedText(grant.method, grant.key, query)))
  const params = new URLSearchParams(
    Object.entries({ ...query, signature }).map(([key, value]) => [key, String(value)]),
  )
  const path = `/api/public/${desk.tenant.slug}/storage/uploads/${grant.key}`
  return {
    url: `${desk.belongings.installation.origin}${path}?${params}`,
    headers: grant.type === undefined ? {} : { 'content-type': grant.type },
  }
}

/** Refuses an address that was not signed here as it stands, or whose time is over. */
export async function checkUploadAddress(
  desk: Pick<Desk, 'belongings' | 'now'>,
  method: string,
  key: string,
  query: SignedQuery & { readonly signature: string },
): Promise<void> {
  const signer = await openSigner(desk.belongings, 'uploads')
  const signature = fromBase64Url(query.signature)
  if (signature === undefined || !(await signer.fits(signedText(method, key, query), signature)))
    throw errors.linkInvalid()
  if (query.expires * 1000 <= desk.now.getTime()) throw errors.linkExpired()
}

/** As JSON, so that no field can flow into its neighbour. */
function signedText(method: string, key: string, query: SignedQuery): Uint8Array<ArrayBuffer> {
  const { uploadId, partNumber, length, type, expires } = query
  const fields = [method, key, uploadId, partNumber, length, type, expires]
  return new Uint8Array(new TextEncoder().encode(JSON.stringify(fields)))
}
