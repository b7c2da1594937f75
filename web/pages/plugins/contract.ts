import type { Grants } from '../../../kernel/sandbox/grants.ts'
import type { AskedFor } from '../../../kernel/sandbox/manifest.ts'
import type { Installed, Publisher, Sentence } from '../../shell/published-query.ts'
import type { Role } from '../../shell/use-workspace.ts'

/** A published plugin as the marketplace shows it among others. */
export interface Listing {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly icon: string
  readonly publisher: Publisher
  readonly version: string
  readonly installs: number
  readonly updatedAt: string
  readonly screenshots: readonly { readonly title: string; readonly url: string }[]
  readonly installed: { readonly version: string; readonly state: Installed['state'] } | null
}

/** The same with all that is to be known before one installs it. */
export interface ListingDetail extends Listing {
  readonly versions: readonly {
    readonly version: string
    readonly changes: string
    readonly at: string
    readonly state: string
  }[]
  readonly permissions: readonly { readonly id: string; readonly title: string; readonly roles: readonly Role[] }[]
  readonly asks: readonly Sentence[]
  readonly needs: AskedFor
  /** All that it asks for, with the platform's numbers where it names none. */
  readonly grants: Grants
  readonly pages: readonly { readonly title: string }[]
}

/** What another version would change. */
export interface Plan {
  readonly from: string
  readonly to: string
  readonly changes: string
  readonly asksMore: readonly Sentence[]
  readonly asksLess: readonly Sentence[]
  /** What is granted now, with what it asks for besides. */
  readonly grants: Grants
  readonly database: readonly { readonly text: string; readonly sql: string }[]
}

export interface Usage {
  readonly day: string
  readonly data: readonly {
    /** As it is counted: `port:email`, `host:api.example.com`. */
    readonly what: string
    readonly text: string
    readonly used: number
    readonly cap: number
  }[]
  readonly rows: { readonly used: number; readonly cap: number }
  readonly bytes: { readonly used: number; readonly cap: number }
}

export interface LogEntry {
  readonly at: string
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly text: string
  readonly version: string
  readonly requestId: string | null
}

export interface Paged<Item> {
  readonly data: readonly Item[]
  readonly nextCursor: string | null
}
