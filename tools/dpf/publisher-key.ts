import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Bundle, contentHash, signedText } from '../../kernel/sandbox/bundle.ts'
import type { Manifest } from '../../kernel/sandbox/manifest.ts'
import { signText } from '../../kernel/sandbox/platform-key.ts'
import { Refusal } from '../cli/run-command.ts'
import type { UnsignedBundle } from './make-bundle.ts'

/** The key that a publisher signs with. */
export interface PublisherKey {
  /** The beginning of the SHA-256 of the public half, 16 hex digits. */
  readonly id: string
  /** Raw Ed25519, base64url. */
  readonly publicKey: string
  readonly privateKey: CryptoKey
}

/** Where the author's key is kept: in their own settings, never in a project. */
export function publisherKeyFile(environment: NodeJS.ProcessEnv = process.env): string {
  const settings = environment.XDG_CONFIG_HOME || join(homedir(), '.config')
  return join(settings, 'dpf', 'publisher-key.json')
}

/** The author's key, made on first use for their eyes alone. */
export async function readPublisherKey(file = publisherKeyFile()): Promise<PublisherKey & { readonly isNew: boolean }> {
  const stored = await readFile(file, 'utf8').catch(() => undefined)
  if (stored !== undefined) return { ...(await importKey(stored, file)), isNew: false }
  const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  const text = `${JSON.stringify(await crypto.subtle.exportKey('jwk', privateKey))}\n`
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, text, { mode: 0o600, flag: 'wx' })
  await chmod(file, 0o600)
  return { ...(await importKey(text, file)), isNew: true }
}

/** A key for one run: what is tried out on a platform of one's own needs no other. */
export async function newPublisherKey(): Promise<PublisherKey> {
  const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  return importKey(JSON.stringify(await crypto.subtle.exportKey('jwk', privateKey)), 'a new key')
}

async function importKey(text: string, file: string): Promise<PublisherKey> {
  try {
    const jwk = JSON.parse(text) as JsonWebKey
    const privateKey = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['sign'])
    const publicKey = jwk.x ?? ''
    const id = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 16)
    return { id, publicKey, privateKey }
  } catch (error) {
    throw new Refusal(`${file} is no Ed25519 key: put the one back that you published with`, { cause: error })
  }
}

/** Signs a bundle as its publisher. */
export async function signBundle(
  bundle: UnsignedBundle,
  { id, version }: Pick<Manifest, 'id' | 'version'>,
  key: PublisherKey,
): Promise<Bundle> {
  const value = await signText(signedText(id, version, await contentHash(bundle)), key.privateKey)
  return { ...bundle, signature: { keyId: key.id, value } }
}
