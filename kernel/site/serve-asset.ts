import type { KernelContext } from '../request/context.ts'

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
}

/**
 * The workspace runs its own scripts and no others, talks to its own origin and to the stores that the operator names
 * for uploads, and is nobody's frame.
 */
export function appPolicy(uploadOrigins = ''): string {
  const stores = uploadOrigins.split(/[\s,]+/).filter((origin) => /^https?:\/\/[\w.*-]+(:\d+)?$/.test(origin))
  return (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
    `connect-src ${["'self'", ...stores].join(' ')}; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`
  )
}

/**
 * What visitors see may stand in the frame of any site: it knows no session, so there is nobody in whose name a click
 * could be stolen. It runs its own scripts and no others, and no styles but those of its files.
 */
export const sitePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "frame-ancestors *; base-uri 'none'; form-action 'none'"

/** Serves a file of the built pages; undefined when there is none. Names that hold their content's hash are kept for ever. */
export async function serveAsset(c: KernelContext, path: string): Promise<Response | undefined> {
  const type = types[path.split('.').at(-1) ?? '']
  if (type === undefined || c.env.ASSETS === undefined || !/^(\/[\w-][\w.-]*)+$/.test(path)) return undefined
  const asset = await c.env.ASSETS.fetch(new URL(path, c.req.url).href)
  if (!asset.ok) return undefined
  const lasts = path.startsWith('/static/') ? 'public, max-age=31536000, immutable' : 'public, max-age=300'
  return c.body(asset.body as ReadableStream, 200, {
    'content-type': type,
    'cache-control': path.endsWith('.html') ? 'no-cache' : lasts,
    vary: 'accept-encoding',
    // The runtime packs the body to fit this header.
    ...(isText(type) && accepts(c, 'gzip') ? { 'content-encoding': 'gzip' } : {}),
    ...(path.endsWith('.html') ? { 'content-security-policy': policyOf(path, c.env.UPLOAD_ORIGINS) } : {}),
    // Pages that isolate themselves from all other sites may load it too.
    ...(path === '/embed.js' ? { 'cross-origin-resource-policy': 'cross-origin' } : {}),
  })
}

function policyOf(path: string, uploadOrigins: string | undefined): string {
  return path === '/site.html' ? sitePolicy : appPolicy(uploadOrigins)
}

function isText(type: string): boolean {
  return type.startsWith('text/') || type.endsWith('json') || type === 'image/svg+xml'
}

function accepts(c: KernelContext, encoding: string): boolean {
  return (c.req.header('accept-encoding') ?? '').includes(encoding)
}
