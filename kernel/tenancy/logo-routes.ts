import { Hono } from 'hono'
import { kernelDatabase } from '../database/kernel-database.ts'
import { tenantLogos } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { answerPicture, pictureBody, readPicture } from './picture.ts'
import * as schemas from './schemas.ts'

const manage = { permission: 'tenant.manage', routeClass: 'sensitive' } as const

/** `/api/tenant/logo`: the picture by which people know the workspace. */
export const logoRoutes = new Hono<KernelEnv>()
  .put(
    '/',
    endpoint({
      ...manage,
      summary: 'Sets the logo of the workspace',
      description: 'The body is the picture itself, at most 256 KiB. Everybody can see it.',
      rawBody: { type: [...pictureBody.type], limitBytes: pictureBody.limitBytes },
      answers: { 200: schemas.Logo },
    }),
    async (c) => c.json({ logoUrl: await storeLogo(c as KernelContext) }),
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
    const [contentType, picture] = row.map(String)
    return answerPicture(
      c,
      { contentType: contentType ?? '', version, picture: picture ?? '' },
      { 'cache-control': 'public, max-age=31536000, immutable', 'cross-origin-resource-policy': 'cross-origin' },
    )
  },
)

async function storeLogo(c: KernelContext): Promise<string> {
  const { bytes, ...logo } = await readPicture(c)
  const { contentType, version } = logo
  const { tenant, change } = c.var
  await reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
    change({ action: 'tenant.logoChanged', subject: `tenant:${tenant.id}`, data: { contentType, bytes } }, (tx) =>
      tx
        .insert(tenantLogos)
        .values(logo as never)
        .onConflictDoUpdate({ target: tenantLogos.tenantId, set: logo }),
    ),
  )
  return `/api/logos/${tenant.id}/${version}`
}
