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
  /** At least 32 characters: who has them decides what becomes of published plugins. Nobody does without it. */
  readonly OPERATOR_TOKEN?: string
  /** Multiplies every rate limit; 1 by default. */
  readonly RATE_LIMIT_SCALE?: string
  /** The header that a trusted proxy puts the client's address in, `cf-connecting-ip` on Cloudflare. */
  readonly CLIENT_ADDRESS_HEADER?: string
  /** `show` makes mail readable at `/mail` instead of sending it: for the embedded default on a machine of one's own. */
  readonly MAIL?: string
  /** The mail server for account mail: `smtp://user:password@mail.example.com:587`, or `smtps://…`. It goes before MAIL. */
  readonly SMTP_URL?: string
  /** `low` makes hashes of passwords cheap, where mail is shown: for tests, which make people by the hundred. */
  readonly PASSWORD_COST?: string
  /** Whom account mail is from: `Example <no-reply@example.com>`. */
  readonly MAIL_FROM?: string
  /** Where names are looked up over HTTPS, in JSON; Cloudflare's own when absent. */
  readonly DNS_OVER_HTTPS?: string
  /** `loopback` lets webhooks reach this very machine, also without TLS: for tests and for trying things out. */
  readonly WEBHOOK_ALLOW_PRIVATE?: string
  /** The way out for addresses that tenants choose: reaches public addresses alone. Cloudflare's own network needs none. */
  readonly EGRESS?: Fetcher
  readonly GATE: DurableObjectNamespace<Gate>
  /** Runs published plugins, each apart; without it they answer 503, and all else is served. */
  readonly LOADER?: WorkerLoader
  /** `automatic` lets what publishers submit live once it passes the audit; else the operator admits each version. */
  readonly PLUGIN_REVIEW?: string
  readonly WORK: Queue<WorkMessage>
  readonly ASSETS?: Fetcher
  /** The files of workspaces that have no store of their own. */
  readonly FILES?: R2Bucket
  /** Folders whose files are for everybody, between commas; `public` by default. */
  readonly PUBLIC_OBJECT_SEARCH_PATHS?: string
  /** Origins of stores that browsers may send files to themselves, between spaces; without any, all go through the Worker. */
  readonly UPLOAD_ORIGINS?: string
  /** Hosts of push services beside those of the browsers, between spaces: `push.example.com`, `.example.com`. */
  readonly PUSH_HOSTS?: string
  /** Where Replit signs addresses of its object storage, `http://127.0.0.1:1106` by default. */
  readonly REPLIT_SIDECAR?: string
}

/** What the queue carries: a hint that there is work to do. Losing one delays work, never loses it. */
export interface WorkMessage {
  readonly tenantId: string
  /** A subscriber, `plugin:<id>`, `webhook:<id>` or `notices:<owner>`, or `jobs`, `digest`, or `mail` for account mail. */
  readonly who: string
}
