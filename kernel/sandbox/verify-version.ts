import { base64url } from 'jose'
import { contentHash, countersignedText, signedText } from './bundle.ts'
import type { KeptVersion } from './installed-plugin.ts'

/** Why a version may not run; undefined when it is, to the byte, what its publisher signed and the platform admitted. */
export async function versionFault(version: KeptVersion, platform: CryptoKey): Promise<string | undefined> {
  const { pluginId, version: number, contentHash: hash, publisherKeyId, publisherKey } = version
  if ((await contentHash(version)) !== hash) return 'its content is not what was signed'
  if (publisherKey === null) return 'its publisher withdrew the key that signed it'
  const publisher = await importPublicKey(publisherKey)
  if (publisher === undefined) return 'the key of its publisher cannot be read'
  if (!(await isSigned(signedText(pluginId, number, hash), version.publisherSignature, publisher)))
    return 'its publisher did not sign it'
  if (!(await isSigned(countersignedText(pluginId, number, hash, publisherKeyId), version.platformSignature, platform)))
    return 'this platform did not admit it'
  return undefined
}

/** Whether it is an Ed25519 signature of the text; one that cannot be read is none. */
export async function isSigned(text: string, signature: string, key: CryptoKey): Promise<boolean> {
  const bytes = readBytes(signature)
  return bytes !== undefined && (await crypto.subtle.verify('Ed25519', key, bytes, new TextEncoder().encode(text)))
}

/** A raw Ed25519 public key in base64url; undefined when it is none. */
export async function importPublicKey(text: string): Promise<CryptoKey | undefined> {
  const bytes = readBytes(text)
  if (bytes?.length !== 32) return undefined
  return crypto.subtle.importKey('raw', bytes, 'Ed25519', true, ['verify']).catch(() => undefined)
}

/** One text for the same bytes alone: another spelling of a signature is not the signature. */
function readBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = new Uint8Array(base64url.decode(text))
    return base64url.encode(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}
