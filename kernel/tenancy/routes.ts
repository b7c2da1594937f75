import { and, eq, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { tenants } from '../database/tables.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { reviseRights } from '../gate/ask-gate.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { must } from '../sdk/database.ts'
import type { Plugin } from '../sdk/define-plugin.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { setVersion, wantedVersion } from '../sdk/versions.ts'
import { currencies, languages, timeZones } from './choices.ts'
import { createTenant } from './create-tenant.ts'
import { listMemberships } from './list-memberships.ts'
import { logoRoutes } from './logo-routes.ts'
import { kernelPermissions } from './permissions.ts'
import { presentTenant } from './present-tenant.ts'
import * as schemas from './schemas.ts'
import { isReserved } from './slug.ts'

const permissionTitles = Object.fromEntries(Object.entries(kernelPermissions).map(([id, { title }]) => [id, title]))

/** `/api/tenants`: the workspaces of a person. */
export const tenantsRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({ audience: 'person', summary: 'Lists your workspaces', answers: { 200: schemas.TenantList } }),
    async (c) => c.json({ data: [...(await listMemberships(c as KernelContext))] }),
  )
  .post(
    '/',
    endpoint({
      audience: 'person',
      routeClass: 'sensitive',
      summary: 'Makes a workspace',
      body: schemas.NewTenant,
      answers: { 201: schemas.Tenant },
    }),
    async (c) => c.json(await createTenant(c as KernelContext, c.req.valid('json')), 201),
  )

/** `/api/tenant`: the workspace named by x-tenant-id. */
export const tenantRoutes = new Hono<KernelEnv>()
  .get(
    '/',
    endpoint({ permission: 'tenant.read', summary: 'Shows the workspace', answers: { 200: schemas.Tenant } }),
    (c) => {
      const { version, ...tenant } = c.var.tenantSnapshot.tenant
      setVersion(c, version)
      return c.json(tenant)
    },
  )
  .get(
    '/access',
    endpoint({
      permission: 'tenant.read',
      summary: 'Shows what you may do in the workspace, and which modules are on',
      answers: { 200: schemas.TenantAccess },
    }),
    (c) => {
      const { principal, registry, tenantSnapshot } = c.var
      const permissions = Object.keys(registry.permissions.all).filter(principal.can)
      // Connectors too: some of them have pages in the workspace.
      const isOn = (plugin: Plugin) => tenantSnapshot.plugins[plugin.id] !== undefined
      const modules = registry.plugins.filter(isOn).map((plugin) => plugin.id)
      return c.json({
        ...tenantSnapshot.tenant,
        role: principal.role ?? null,
        permissions,
        permissionTitles,
        modules,
      })
    },
  )
  .get(
    '/choices',
    endpoint({
      permission: 'tenant.read',
      summary: 'Lists the time zones, currencies and languages that a workspace may have',
      answers: { 200: schemas.TenantChoices },
    }),
    (c) => c.json({ timeZones: [...timeZones()], currencies: [...currencies], languages: [...languages] }),
  )
  .route('/logo', logoRoutes)
  .patch(
    '/',
    endpoint({
      permission: 'tenant.manage',
      routeClass: 'sensitive',
      summary: 'Renames the workspace, or changes its colour, time zone, currency or language',
      body: schemas.TenantPatch,
      answers: { 200: schemas.Tenant },
    }),
    async (c) => {
      const { tenant, change } = c.var
      const patch = c.req.valid('json')
      if (patch.slug !== undefined && isReserved(patch.slug)) throw kernelErrors.slugTaken({ slug: patch.slug })
      const version = wantedVersion(c)
      const isRenamed = patch.name !== undefined || patch.slug !== undefined
      const action = isRenamed ? 'tenant.renamed' : 'tenant.changed'
      const [changed] = await reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
        change(
          { action, subject: `tenant:${tenant.id}`, data: patch },
          (tx) =>
            must(
              tx
                .update(tenants)
                .set({ ...patch, version: sql`${tenants.version} + 1` } as never)
                .where(and(eq(tenants.id, tenant.id), version === undefined ? undefined : eq(tenants.version, version)))
                .returning(),
              kernelErrors.versionChanged(),
            ),
          { refusals: { tenants_slug_key: kernelErrors.slugTaken({ slug: patch.slug }) } },
        ),
      )
      if (changed === undefined) throw kernelErrors.tenantNotFound()
      setVersion(c, changed.version)
      return c.json(presentTenant(changed, tenant.logoUrl))
    },
  )
  .delete(
    '/',
    endpoint({
      permission: 'tenant.delete',
      routeClass: 'sensitive',
      summary: 'Deletes the workspace; its data goes for good after 30 days',
      answers: { 204: null },
    }),
    async (c) => {
      const { tenant, now, change } = c.var
      await reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
        change({ action: 'tenant.deleted', subject: `tenant:${tenant.id}`, data: { slug: tenant.slug } }, (tx) =>
          // The address is free again at once.
          must(
            tx
              .update(tenants)
              .set({ deletedAt: now, slug: `deleted-${tenant.id}` })
              .where(eq(tenants.id, tenant.id))
              .returning({ id: tenants.id }),
            kernelErrors.tenantNotFound(),
          ),
        ),
      )
      return c.body(null, 204)
    },
  )
