import type { Env } from '../env.ts'
import { egress } from '../files/egress.ts'
import { openBucket } from '../files/open-bucket.ts'
import { connectOutside } from '../mail/connect.ts'
import type { Belongings, Installation } from '../sdk/belongings.ts'
import { deriveKey } from '../secrets/derive-key.ts'
import { readSecret } from '../secrets/secret-store.ts'

/** What belongs to a plugin in a workspace: nothing of it can be had by another plugin, or in another workspace. */
export function openBelongings(env: Env, pluginId: string, tenantId: string): Belongings {
  return {
    secret: (name) => readSecret(env, { tenantId, pluginId, name }),
    signingKey: (purpose) => deriveKey(env.ENCRYPTION_KEY, `plugin ${pluginId} of ${tenantId} for ${purpose}`),
    bucket: openBucket(env, tenantId, pluginId),
    fetch: egress(env),
    connect: connectOutside(env),
    installation: describeInstallation(env),
  }
}

function describeInstallation(env: Env): Installation {
  return {
    origin: env.PUBLIC_URL === undefined ? '' : new URL(env.PUBLIC_URL).origin,
    publicObjectPaths: readPaths(env.PUBLIC_OBJECT_SEARCH_PATHS ?? 'public'),
    uploadOrigins: readList(env.UPLOAD_ORIGINS),
    pushHosts: readList(env.PUSH_HOSTS),
    replitSidecar: env.REPLIT_SIDECAR ?? 'http://127.0.0.1:1106',
    dnsOverHttps: env.DNS_OVER_HTTPS ?? 'https://cloudflare-dns.com/dns-query',
  }
}

/** What stands between spaces or commas. */
function readList(text = ''): readonly string[] {
  return text.split(/[\s,]+/).filter((each) => each !== '')
}

/** Folders between commas. Where one begins with a slash, its first step names a bucket, as Replit writes it. */
function readPaths(text: string): readonly string[] {
  return text
    .split(',')
    .map((path) =>
      path
        .trim()
        .replace(/^\/[^/]+\//, '')
        .replace(/^\/+|\/+$/g, ''),
    )
    .filter((path) => path !== '')
}
