import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { changeAhead, notify, useWorkspace } from '#kit'
import { useRefreshAccess } from '../access.ts'

export interface Module {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly icon: string
  readonly version: string
  readonly enabled: boolean
  readonly settings: Readonly<Record<string, unknown>>
  readonly settingsSchema: Readonly<Record<string, unknown>>
  readonly permissions: readonly { readonly id: string; readonly title: string }[]
}

export interface ModuleList {
  readonly data: readonly Module[]
}

export function useModules() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'modules'],
    queryFn: () => workspace().api<ModuleList>('/modules'),
    enabled: workspace().can('plugins.read'),
    reconcile: 'id',
  }))
}

/** Turns a module on or off: at once for the eye, and back again if the API refuses. */
export function useModuleSwitch(): (module: Module, enabled: boolean) => void {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const refreshAccess = useRefreshAccess()
  return ({ id, title }, enabled) => {
    const { api, slug } = workspace()
    changeAhead<ModuleList>(queries, {
      queryKey: [slug, 'modules'],
      change: ({ data }) => ({ data: data.map((module) => (module.id === id ? { ...module, enabled } : module)) }),
      send: () => api(`/modules/${id}`, { method: 'PUT', body: { enabled } }),
    })
      .then(refreshAccess)
      .then(() => notify.done(`${title} is ${enabled ? 'on' : 'off'}`), notify.failed)
  }
}
