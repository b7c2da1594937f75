import type { KernelContext } from '../request/context.ts'
import { publicOrigin } from '../request/public-origin.ts'
import { type DescribedRoute, documentOf, template } from '../site/openapi.ts'
import { findInstallation } from './find-installation.ts'

/** The OpenAPI 3.1 document of a plugin's routes, in the version that the workspace has: what its own programs go by. */
export async function describeApi(c: KernelContext, id: string): Promise<Record<string, unknown>> {
  const { manifest } = (await findInstallation(c, id)).current
  const routes = manifest.routes.map(({ path, audience, permission, routeClass: _, ...route }): DescribedRoute => {
    const base = audience === 'tenant' ? `/api/${id}` : `/api/public/:tenant/${id}`
    return { ...route, path: template(base + path), audience, permission: permission ?? undefined }
  })
  const { title, version, description } = manifest
  return documentOf(routes, { title, version, description }, publicOrigin(c))
}
