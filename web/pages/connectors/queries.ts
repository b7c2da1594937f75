import { useQuery } from '@tanstack/solid-query'
import { useWorkspace } from '#kit'
import type { Module } from '../modules/queries.ts'

export interface Secret {
  readonly name: string
  readonly title: string
  readonly stored: boolean
}

export interface Connector extends Module {
  readonly secrets: readonly Secret[]
}

/** Where a secret stands in the form: its name, which is its pointer in the API's answer too. */
export function fieldOf(secret: Secret): string {
  return `secrets/${secret.name}`
}

export function useConnectors() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [workspace().slug, 'connectors'],
    queryFn: () => workspace().api<{ data: readonly Connector[] }>('/connectors'),
    enabled: workspace().can('plugins.read'),
    reconcile: 'id',
  }))
}
