import type { Gate } from './gate/gate.ts'

/** The Worker's bindings and settings; DESIGN and README say where each comes from. */
export interface Env {
  /** `postgresql://host/database`: host and database are used, each plugin signs in as a role of its own. */
  readonly DATABASE_URL: string
  /** Neon's HTTP endpoint when it is not Neon's own: the database bridge, `http://127.0.0.1:<port>/sql`. */
  readonly DATABASE_HTTP?: string
  /** The origin that people reach the platform by, `https://app.example.com`; the request's own when absent. */
  readonly PUBLIC_URL?: string
  /** Signs access tokens. */
  readonly SESSION_SECRET: string
  /** 32 characters; wraps the tenants' keys, and database role passwords and signatures derive from it. */
  readonly ENCRYPTION_KEY: string
  /** Multiplies every rate limit; 1 by default. */
  readonly RATE_LIMIT_SCALE?: string
  /** The header that a trusted proxy puts the client's address in, `cf-connecting-ip` on Cloudflare. */
  readonly CLIENT_ADDRESS_HEADER?: string
  /** `show` makes account mail readable at `/mail`: for the embedded default on a machine of one's own. */
  readonly MAIL?: string
  readonly GATE: DurableObjectNamespace<Gate>
  readonly WORK: Queue<WorkMessage>
  readonly ASSETS?: Fetcher
}

/** What the queue carries: a hint that a tenant has jobs due. Losing one delays work, never loses it. */
export interface WorkMessage {
  readonly tenantId: string
}
