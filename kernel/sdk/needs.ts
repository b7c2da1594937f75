import type { PortName, Ports } from './ports.ts'

/** One thing that a plugin asks for, with a plain sentence for the person who decides: `Sends the reminder`. */
interface Asked {
  readonly why?: string
}

/** So many a day, by UTC; the platform's own limit when absent. A workspace can allow less. */
interface AskedPerDay extends Asked {
  readonly perDay?: number
}

/**
 * What a plugin asks for beyond its own tables and routes. What it does not ask for it does not have: neither in its
 * types, nor at run time.
 */
export interface Needs {
  /** Ports by name. */
  readonly ports?: { readonly [Name in PortName]?: AskedPerDay }
  /** Hosts that it talks to over HTTPS, by their full names: `api.example.com`. */
  readonly hosts?: Readonly<Record<string, AskedPerDay>>
  /**
   * Routes of other modules, `booking GET /bookings`, and the fields of their answers that it sees: of the object, or of
   * each item of a list's `data`. Null for all.
   */
  readonly calls?: Readonly<Record<string, AskedPerDay & { readonly fields: readonly string[] | null }>>
  /** For each pattern in `hears`, the fields of the record's data that it sees; all when absent. */
  readonly hears?: Readonly<Record<string, Asked & { readonly fields: readonly string[] | null }>>
  /** What it expects to use, where that is more than the platform gives everybody. */
  readonly limits?: {
    readonly requestsPerDay?: number
    /** Rows in its tables, of one workspace. */
    readonly rows?: number
    /** Bytes in its tables, of one workspace. */
    readonly bytes?: number
  }
}

/** Declares what a plugin asks for, and keeps the exact names for the types of its routes. */
export function defineNeeds<const Asked extends Needs>(needs: Asked): Asked {
  return needs
}

/** The ports of a plugin that says what it needs; a port that was not asked for is an error of the compiler. */
export type PortsOf<Asked> = Asked extends { readonly ports: infer Named }
  ? Pick<Ports, keyof Named & PortName>
  : Asked extends Needs
    ? Readonly<Record<never, never>>
    : Ports

/** A call to another module's route, under the rights of whoever the plugin works for. */
export interface ModuleCall<Route extends string = string> {
  /** As it stands in `needs.calls`. */
  readonly route: Route
  /** What takes the place of `:id` and the like. */
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Other modules of the workspace, as far as the plugin asked for them. */
export interface Modules<Route extends string = string> {
  /** Answers the JSON that the route answers; its failure is thrown as it is. */
  call(call: ModuleCall<Route>): Promise<unknown>
}

export type ModulesOf<Asked> = Asked extends { readonly calls: infer Named }
  ? Modules<keyof Named & string>
  : Asked extends Needs
    ? Modules<never>
    : Modules
