/**
 * The database as a plugin's isolate sees it: asynchronous, plain data in and out.
 *
 * Drizzle is put on top of it by the SDK, on the plugin's side, so the same plugin runs beside the kernel or apart.
 */
export interface DatabaseCapability {
  /** Runs the statements in one read-only transaction and one round trip. */
  read(statements: readonly Statement[]): Promise<Rows[]>
  /** Runs the statements with their records in one transaction and one round trip: all of it happens, or nothing. */
  commit(change: Change): Promise<Rows[]>
}

export type Rows = unknown[][]

export interface Statement {
  readonly sql: string
  readonly params: readonly unknown[]
}

export interface ChangeStatement extends Statement {
  /** How many columns its rows have (a SELECT, or RETURNING); 0 when it answers none. */
  readonly columns: number
  /** The whole change is refused when this statement finds no row. */
  readonly mustFind: boolean
}

/** One ledger record, as the plugin announces it; the kernel adds who, when and under which request. */
export interface LedgerRecord {
  /** `<plugin>.<noun>.<past participle>`, such as `crm.contact.created`. */
  readonly action: string
  /** What it is about: an id, or `<noun>:<id>`. */
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Work that the platform does later, stored in the same transaction as the change that asks for it; or its cancellation. */
export type JobRequest = PlannedJob | CancelledJob

export interface PlannedJob {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
  /** At once when absent; with `every`, at the first time that it names. */
  readonly dueAt?: Date
  /** One job has a key at a time, within the plugin: asking again under it replaces the one before. */
  readonly key?: string
  /** Due again and again, until it is cancelled by its key. */
  readonly every?: Interval
}

/** At `HH:MM` each day, or every so many minutes counted from midnight (1 to 1440), by the clocks of the workspace's time zone. */
export type Interval = { readonly at: string } | { readonly minutes: number }

/** Cancels the job that has this key; none having it is no failure. */
export interface CancelledJob {
  readonly cancel: string
}

export interface Change {
  readonly records: readonly LedgerRecord[]
  readonly statements: readonly ChangeStatement[]
  readonly jobs: readonly JobRequest[]
  /** Names, within the tenant and the plugin, of what only one change may work on at a time. */
  readonly locks: readonly string[]
}

/** A statement that had to find rows found none; `place` counts from 0. */
export class NothingFound extends Error {
  readonly place: number

  constructor(place: number) {
    super('A statement that had to find rows found none')
    this.name = 'NothingFound'
    this.place = place
  }
}

/** A handler's event was taken up by another Worker meanwhile: nothing of this change happened. */
export class LeaseLost extends Error {
  constructor() {
    super('This event was taken up by somebody else')
    this.name = 'LeaseLost'
  }
}

/** A constraint of the database refused the change; `constraint` is its name. */
export class ConstraintRefused extends Error {
  readonly constraint: string

  constructor(constraint: string) {
    super(`The constraint ${constraint} refused the change`)
    this.name = 'ConstraintRefused'
    this.constraint = constraint
  }
}
