import type { Database } from './database.ts'
import type { HeardRecord } from './job.ts'
import type { Tenant } from './request.ts'

/** The ways on which somebody is told; each person chooses for each kind, these hold until then. */
export interface NotificationChannels {
  /** In the workspace, behind the bell. */
  readonly inApp: boolean
  /** On the person's devices. */
  readonly push: boolean
  /** A mail of its own, in the one mail of the day, or none. */
  readonly mail: 'now' | 'daily' | 'off'
}

/** One thing to tell, and to whom. */
export interface NewNotification {
  /** Ids of people, or everybody who has the kind's permission. Who is no member, or may not see it, is left out. */
  readonly to: readonly string[] | 'everybody'
  /** One line of plain text, cut after 200 characters: `Anna gave you a task: Call Mr Berg`. */
  readonly title: string
  /** A second line, cut after 500 characters. */
  readonly body?: string
  /** The page that it leads to, under the workspace: `/crm/deals/<id>`. */
  readonly path: string
  /** A person is told once of what has the same kind and key. The record's id when absent. */
  readonly key?: string
}

/** What telling works with: it reads, and changes nothing. */
export interface NotificationContext<Settings = unknown> extends Pick<Database, 'db' | 'read'> {
  readonly tenant: Tenant
  readonly settings: Settings
  readonly now: Date
  /** The name of the person or the API key behind an actor; undefined for any other, and for who is gone. */
  readonly nameOf: (actor: string) => Promise<string | undefined>
}

/** A kind of notification that a plugin makes of its own events. */
export interface NotificationKind<Settings = unknown> {
  /** What it is, for the page on which people choose: `A task is given to you`. */
  readonly title: string
  /** The actions of the plugin's own events that it may be made of. */
  readonly on: readonly string[]
  /** One of the plugin's permissions: whoever lacks it is told nothing. */
  readonly permission: string
  /** How people are told until they choose otherwise. */
  readonly channels: NotificationChannels
  /** Nobody is told what they did themselves, except of a kind that says so: an import that is done. */
  readonly tellsActor?: boolean
  /**
   * Says what there is to tell of a record, by what is so now; an empty list when that is nothing.
   *
   * It may be called again with the same record, and nobody is told twice.
   */
  readonly tell: (context: NotificationContext<Settings>, record: HeardRecord) => Promise<readonly NewNotification[]>
}
