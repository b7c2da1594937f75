import type { Grants } from '../../kernel/sandbox/grants.ts'
import type { AskedFor } from '../../kernel/sandbox/manifest.ts'
import type { Page } from '../../kernel/sdk/pages.ts'
import { api } from './session.ts'
import type { Role } from './use-workspace.ts'

/** One thing that a plugin asks for or was granted, in plain words. */
export interface Sentence {
  readonly kind: 'port' | 'host' | 'call' | 'hears' | 'tables' | 'limit'
  /** As it stands among the grants of its kind: `api.example.com`. */
  readonly key: string
  readonly text: string
  /** The publisher's own reason. */
  readonly why: string | null
}

export interface Publisher {
  readonly slug: string
  readonly name: string
  readonly verified: boolean
}

/** A published plugin that this workspace has installed. */
export interface Installed {
  readonly id: string
  readonly title: string
  readonly description: string
  /** A Lucide icon's name. */
  readonly icon: string
  readonly version: string
  readonly previousVersion: string | null
  readonly state: 'on' | 'suspended' | 'killed' | 'yanked'
  readonly reason: string | null
  readonly publisher: Publisher
  readonly pages: readonly Page[]
  readonly permissions: readonly { readonly id: string; readonly title: string; readonly roles: readonly Role[] }[]
  /** Those of its permissions that the caller has. */
  readonly mine: readonly string[]
  /** Those of its routes that the caller may call: `GET /items/:id`. */
  readonly calls: readonly string[]
  readonly settings: Readonly<Record<string, unknown>>
  readonly settingsSchema: Readonly<Record<string, unknown>>
  readonly secrets: readonly { readonly name: string; readonly title: string; readonly stored: boolean }[]
  readonly grants: Grants
  /** All that its version asks for, with the platform's numbers where it names none: nobody grants more. */
  readonly asked: Grants
  readonly needs: AskedFor
  readonly asks: readonly Sentence[]
  readonly autoUpdate: boolean
  readonly update: { readonly version: string; readonly changes: string; readonly asksMore: readonly Sentence[] } | null
  readonly installedAt: string
}

/** The plugins that strangers published and this workspace installed, by its address. */
export function publishedQuery(workspace: string) {
  return {
    queryKey: [workspace, 'plugins'],
    queryFn: () => api<{ readonly data: readonly Installed[] }>('/plugins', { tenant: workspace }),
    staleTime: 60_000,
    reconcile: 'id',
  } as const
}
