import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { kernelDatabase } from '../database/kernel-database.ts'
import { tenantLogos } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { readBytes } from '../sdk/read-input.ts'
import { pictureType } from './picture-type.ts'
import * as schemas from './schemas.ts'

const manage = { permission: 'tenant.manage', routeClass: 'sensitive' } as const
const largest = 256 * 1024

/** `/api/tenant/logo`: the picture by which people know the workspace. */
export const logoRoutes = new Hono<KernelEnv>()
  .put(
    '/',
    endpoint({
      ...manage,
      summary: 'Sets the logo of the workspace',
      description: 'The body is the picture itself, at most 256 KiB. Everybody can see it.',
      rawBody: { type: ['image/png', 'image/jpeg', 'image/webp'], limitBytes: largest },
      answers: { 200: schemas.Logo },
    }),
    async (c) => c.json({ logoUrl: await storeLogo(c as KernelContext, await readBytes(c, largest)) }),
  )
  .delete(
    '/',
    endpoint({ ...manage, summary: 'Removes the logo of the workspace', answers: { 204: null } }),
    async (c) => {
      const { tenant, change } = c.var
      await reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
        change({ action: 'tenant.logoRemoved', subject: `tenant:${tenant.id}`, data: {} }, (tx) =>
          must(tx.delete(tenantLogos).returning({ version: tenantLogos.version }), kernelErrors.notFound()),
        ),
      )
      return c.body(null, 204)
    },
  )

/** `/api/logos/<workspace>/<version>`: a logo, for anybody. Another picture has another address, so one is kept for ever. */
export const publicLogoRoutes = new Hono<KernelEnv>().get(
  '/:tenant/:version',
  endpoint({
    audience: 'anyone',
    summary: 'Shows the logo of a workspace',
    params: schemas.LogoParams,
    answers: { 200: 'image/png' },
  }),
  async (c) => {
    const { tenant, version } = c.req.valid('param')
    const [row] = await kernelDatabase(c.env, tenant, () => {
      c.var.cost.roundTrips += 1
    }).call(
      `select l.content_type, encode(l.picture, 'base64') from kernel.tenant_logos l join kernel.tenants t on t.id = l.tenant_id
       where l.version = $1 and t.deleted_at is null`,
      [version],
    )
    if (row === undefined) throw kernelErrors.notFound()
    return c.body(fromBase64(String(row[1])), 200, {
      'content-type': String(row[0]),
      'cache-control': 'public, max-age=31536000, immutable',
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      etag: `"${version}"`,
    })
  },
)

async function storeLogo(c: KernelContext, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const contentType = pictureType(bytes)
  if (contentType === undefined) throw kernelErrors.notAPicture()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const version = Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  // What an Idempotency-Key stands for is the picture too.
  c.var.sentBody.text = version
  const { tenant, change } = c.var
  const logo = { contentType, version, picture: sql`decode(${toBase64(bytes)}, 'base64')` }
  await reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
    change(
      { action: 'tenant.logoChanged', subject: `tenant:${tenant.id}`, data: { contentType, bytes: bytes.length } },
      (tx) =>
        tx
          .insert(tenantLogos)
          .values(logo as never)
          .onConflictDoUpdate({ target: tenantLogos.tenantId, set: logo }),
    ),
  )
  return `/api/logos/${tenant.id}/${version}`
}

/** In slices: a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('\n', '')), (letter) => letter.charCodeAt(0))
}
