import { useQuery } from '@tanstack/solid-query'
import { useWorkspace } from '#kit'
import type { Access } from '../access.ts'
import { useModules } from '../modules/queries.ts'
import { readAll } from '../read-all.ts'

export interface Key {
  readonly id: string
  readonly name: string
  /** The end of the key, enough to recognise it by. */
  readonly hint: string
  readonly permissions: readonly string[]
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
}

/** A key as it is answered once, when it is made. */
export interface FreshKey extends Key {
  readonly key: string | null
}

export interface PermissionGroup {
  readonly title: string
  readonly permissions: readonly { readonly id: string; readonly title: string }[]
}

export function useKeys() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'api-keys'],
    queryFn: () => readAll<Key>(workspace(), '/api-keys'),
    enabled: workspace().can('keys.manage'),
    reconcile: 'id',
  }))
}

/** What you may give to a key: what you may do yourself, in plain words, the workspace first and then module by module. */
export function usePermissionGroups(access: { readonly isSuccess: boolean; readonly data: Access | undefined }) {
  const workspace = useWorkspace()
  const modules = useModules()
  return (): PermissionGroup[] => {
    const titles = access.isSuccess ? (access.data?.permissionTitles ?? {}) : {}
    const own = Object.entries(titles).map(([id, title]) => ({ id, title }))
    const plugins = modules.isSuccess ? modules.data.data.filter(({ enabled }) => enabled) : []
    return [{ title: 'Workspace', permissions: own }, ...plugins]
      .map(({ title, permissions }) => ({ title, permissions: permissions.filter(({ id }) => workspace().can(id)) }))
      .filter(({ permissions }) => permissions.length > 0)
  }
}
