import * as v from 'valibot'
import type { Belongings } from '#sdk'
import { errors } from './errors.ts'

const VapidKey = v.object({ publicKey: v.string(), privateKey: v.string() })

/** The key pair of a workspace for push services (RFC 8292), both halves in base64url: the point, and the number. */
export type VapidKey = v.InferOutput<typeof VapidKey>

/** Makes a key pair, as it is kept sealed. */
export async function makeVapidKey(): Promise<string> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const { privateKey, publicKey } = pair as CryptoKeyPair
  const { d: number = '' } = (await crypto.subtle.exportKey('jwk', privateKey)) as JsonWebKey
  const point = new Uint8Array((await crypto.subtle.exportKey('raw', publicKey)) as ArrayBuffer)
  return JSON.stringify({ publicKey: base64Url(point), privateKey: number } satisfies VapidKey)
}

/** Opens the workspace's key pair. */
export async function readVapidKey({ secret }: Pick<Belongings, 'secret'>): Promise<VapidKey> {
  const kept = await secret('vapid_key')
  if (kept === undefined) throw errors.keyMissing({ connect: '/connectors' })
  return v.parse(VapidKey, JSON.parse(kept))
}

export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
