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
import { createTenant } from './create-tenant.ts'
import { listMemberships } from './list-memberships.ts'
import { kernelPermissions } from './permissions.ts'
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
      const { id, slug, name, plan, version } = c.var.tenantSnapshot.tenant
      setVersion(c, version)
      return c.json({ id, slug, name, plan })
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
      const { id, slug, name, plan, version } = tenantSnapshot.tenant
      const permissions = Object.keys(registry.permissions.all).filter(principal.can)
      const isOn = (plugin: Plugin) => plugin.kind === 'module' && tenantSnapshot.plugins[plugin.id] !== undefined
      const modules = registry.plugins.filter(isOn).map((plugin) => plugin.id)
      return c.json({
        id,
        slug,
        name,
        plan,
        role: principal.role ?? null,
        permissions,
        permissionTitles,
        modules,
        version,
      })
    },
  )
  .patch(
    '/',
    endpoint({
      permission: 'tenant.manage',
      routeClass: 'sensitive',
      summary: 'Renames the workspace',
      body: schemas.TenantPatch,
      answers: { 200: schemas.Tenant },
    }),
    async (c) => {
      const { tenant, change } = c.var
      const patch = c.req.valid('json')
      if (patch.slug !== undefined && isReserved(patch.slug)) throw kernelErrors.slugTaken({ slug: patch.slug })
      const version = wantedVersion(c)
      const set = {
        version: sql`${tenants.version} + 1`,
        ...(patch.name === undefined ? {} : { name: patch.name }),
        ...(patch.slug === undefined ? {} : { slug: patch.slug }),
      }
      const [changed] = await reviseRights(c.env, [{ scope: 'tenant', id: tenant.id }], () =>
        change(
          { action: 'tenant.renamed', subject: `tenant:${tenant.id}`, data: patch },
          (tx) =>
            must(
              tx
                .update(tenants)
                .set(set)
                .where(and(eq(tenants.id, tenant.id), version === undefined ? undefined : eq(tenants.version, version)))
                .returning(),
              kernelErrors.versionChanged(),
            ),
          { refusals: { tenants_slug_key: kernelErrors.slugTaken({ slug: patch.slug }) } },
        ),
      )
      if (changed === undefined) throw kernelErrors.tenantNotFound()
      setVersion(c, changed.version)
      return c.json({ id: changed.id, slug: changed.slug, name: changed.name, plan: changed.plan })
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
