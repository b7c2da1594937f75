import type { Change, Statement } from '../database/capability.ts'
import type { ProblemFacts, ProblemStatus } from '../errors/app-error.ts'
import type { Installation } from '../sdk/belongings.ts'
import type { HeardRecord } from '../sdk/job.ts'
import type { ModuleCall } from '../sdk/needs.ts'
import type { Role, Tenant } from '../sdk/request.ts'

/**
 * What kernel and isolate say to each other, version 1. The isolate's default export has one method, `run(call, kernel)`;
 * all that it can reach is in `kernel`, made anew for each call. Plain data both ways; failures are data too, since an
 * error loses its class on the way.
 */

export interface CallContext {
  readonly tenant: Tenant
  readonly principal: {
    readonly kind: 'person' | 'key' | 'anonymous' | 'system'
    readonly actor: string
    readonly userId?: string
    readonly role?: Role
    /** Those of the plugin's own permissions that the caller has. */
    readonly permissions: readonly string[]
  }
  readonly settings: Readonly<Record<string, unknown>>
  readonly requestId: string
  readonly nowMs: number
  readonly installation: Installation
}

export type Call =
  | {
      readonly kind: 'request'
      readonly audience: 'tenant' | 'public'
      readonly request: Request
      readonly context: CallContext
    }
  | { readonly kind: 'hear'; readonly record: HeardRecord; readonly attempt: number; readonly context: CallContext }
  | {
      readonly kind: 'job'
      readonly name: string
      readonly payload: Readonly<Record<string, unknown>>
      readonly jobId: string
      readonly context: CallContext
    }
  /** Reads settings by the plugin's own schema. */
  | { readonly kind: 'settings'; readonly given: unknown }

/** An expected failure on its way. */
export interface Problem {
  readonly code: string
  readonly status: ProblemStatus
  readonly title: string
  readonly facts: ProblemFacts
  readonly headers: Readonly<Record<string, string>>
}

export type Outcome<Value> = { readonly value: Value } | { readonly problem: Problem }

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly text: string
}

export interface WholeResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came of a call. */
export type Result =
  | { readonly response: Response }
  /** A response whose body is there already, as JSON has it: cheaper than a stream from isolate to isolate. */
  | { readonly whole: WholeResponse }
  | { readonly problem: Problem }
  | { readonly done: 'done' | { readonly againAfterMs: number } }
  | {
      readonly settings:
        | { readonly value: Record<string, unknown> }
        | { readonly issues: readonly { readonly path: readonly string[]; readonly message: string }[] }
    }
  /** The plugin threw what is no expected failure: name, message and stack, for its author. */
  | { readonly crash: string }

/** What `run` answers. Logs are what the plugin wrote to its console meanwhile. */
export type Reply = { readonly logs: readonly LogLine[] } & Result

export type DatabaseRefusal =
  | { readonly kind: 'nothingFound'; readonly place: number }
  | { readonly kind: 'constraint'; readonly constraint: string }
  | { readonly kind: 'leaseLost' }
export type DatabaseOutcome =
  /** What the statements found, each its rows: a `Rows[]` as JSON, which goes from isolate to isolate in one piece. */
  { readonly rows: string } | { readonly refused: DatabaseRefusal } | { readonly problem: Problem }

/** Each member is one small RpcTarget; what was not granted is not there. */
export interface KernelCapabilities {
  readonly database: {
    read(statements: readonly Statement[]): Promise<DatabaseOutcome>
    commit(change: Change): Promise<DatabaseOutcome>
  }
  readonly belongings: {
    secret(name: string): Promise<string | undefined>
    signingKey(purpose: string): Promise<Uint8Array>
  }
  readonly modules: { call(call: ModuleCall): Promise<Outcome<unknown>> }
  readonly ports: { call(port: string, method: string, args: readonly unknown[]): Promise<Outcome<unknown>> }
}
