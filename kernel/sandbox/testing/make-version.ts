import { contentHash, countersignedText, signedText } from '../bundle.ts'
import type { KeptVersion } from '../installed-plugin.ts'
import type { Manifest } from '../manifest.ts'
import { platformKey, signText } from '../platform-key.ts'

export interface VersionOptions {
  /** Of the installation that admits it. */
  readonly encryptionKey: string
  readonly manifest?: Partial<Manifest>
  /** The module's text. */
  readonly code?: string
  readonly migrations?: KeptVersion['migrations']
}

/** A version as it is kept, signed by a new publisher and by the platform. */
export async function makeVersion(options: VersionOptions): Promise<KeptVersion> {
  const manifest = fillManifest(options.manifest ?? {})
  const content = {
    manifest: JSON.stringify(manifest),
    code: options.code ?? 'export default class { async run() { return { logs: [], done: "done" } } }',
    migrations: options.migrations ?? [{ id: '0001-first', sql: 'create table shoes.item (id uuid)' }],
  }
  const hash = await contentHash(content)
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  const raw = Buffer.from((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer)
  const keyId = Buffer.from(await crypto.subtle.digest('SHA-256', raw))
    .toString('hex')
    .slice(0, 16)
  const platform = await platformKey({ ENCRYPTION_KEY: options.encryptionKey })
  return {
    pluginId: manifest.id,
    version: manifest.version,
    ...content,
    contentHash: hash,
    publisherKeyId: keyId,
    publisherKey: raw.toString('base64url'),
    publisherSignature: await signText(signedText(manifest.id, manifest.version, hash), pair.privateKey),
    platformSignature: await signText(
      countersignedText(manifest.id, manifest.version, hash, keyId),
      platform.privateKey,
    ),
  }
}

/** A manifest that asks for nothing, with what the test says instead. */
export function fillManifest(manifest: Partial<Manifest>): Manifest {
  return {
    format: 1,
    id: 'shoes',
    title: 'Shoes',
    description: 'Keeps shoes, for tests.',
    icon: 'footprints',
    version: '1.0.0',
    permissions: {},
    settings: {},
    secrets: {},
    routes: [],
    events: {},
    jobs: [],
    tools: {},
    pages: [],
    needs: { ports: {}, hosts: {}, calls: {}, hears: {}, limits: {} },
    changes: 'The first version.',
    screenshots: [],
    ...manifest,
  }
}
