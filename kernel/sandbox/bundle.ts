import * as v from 'valibot'

export const largestCode = 1024 * 1024
export const largestScreenshot = 300 * 1024

/**
 * A version of a plugin as it is submitted and kept: `plugin.dpf.json`.
 *
 * The manifest is kept as the text that was signed, so that nobody has to agree on how JSON is written.
 */
export const Bundle = v.strictObject({
  format: v.literal(1),
  /** A `Manifest` as JSON text. */
  manifest: v.pipe(v.string(), v.maxLength(512 * 1024)),
  /** One ES module; its default export is the entry point that `serveIsolated` makes. */
  code: v.pipe(v.string(), v.maxLength(largestCode)),
  migrations: v.pipe(
    v.array(
      v.strictObject({
        id: v.pipe(v.string(), v.regex(/^\d{4}-[a-z0-9-]{1,60}$/, 'Name it as 0001-what-it-does')),
        sql: v.pipe(v.string(), v.maxLength(64 * 1024)),
      }),
    ),
    v.maxLength(200),
  ),
  /** In the order of the manifest, base64; each is what its SHA-256 there says. */
  screenshots: v.pipe(v.array(v.pipe(v.string(), v.maxLength(largestScreenshot * 1.4))), v.maxLength(8)),
  /** Of the content hash, by a key that the publisher registered. */
  signature: v.strictObject({
    keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
    /** Ed25519 (RFC 8032), base64url. */
    value: v.pipe(v.string(), v.maxLength(100)),
  }),
})
export type Bundle = v.InferOutput<typeof Bundle>
export interface BundleContent extends Pick<Bundle, 'manifest' | 'code'> {
  readonly migrations: readonly Bundle['migrations'][number][]
}

/** SHA-256, in hex, of all that runs or is gone by; screenshots are in it by their hashes in the manifest. */
export async function contentHash({ manifest, code, migrations }: BundleContent): Promise<string> {
  const text = JSON.stringify(['dpf bundle 1', manifest, code, migrations.map(({ id, sql }) => [id, sql])])
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What the publisher signs: the hash alone could be taken for another plugin's or another platform's. */
export function signedText(pluginId: string, version: string, hash: string): string {
  return `dpf publish 1|${pluginId}|${version}|${hash}`
}

/** What the platform signs, once it has looked at the bundle. */
export function countersignedText(pluginId: string, version: string, hash: string, publisherKeyId: string): string {
  return `dpf admit 1|${pluginId}|${version}|${hash}|${publisherKeyId}`
}
