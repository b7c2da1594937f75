import { type GenericSchema, type InferInput, parse } from 'valibot'
import type { LedgerRecord } from '../database/capability.ts'

/** An event as the registry knows it: the schema of its data. */
export interface EventDefinition {
  readonly action: string
  readonly schema: GenericSchema
  /** The permission with which somebody sees it in timelines and live; without one it takes the record's own, `audit.read`. */
  readonly seenWith: string | undefined
}

type EventTable = Readonly<Record<string, GenericSchema>>
type EventMaker<Schema extends GenericSchema> = ((
  subject: string,
  data: InferInput<Schema>,
  about?: readonly string[],
) => LedgerRecord) &
  EventDefinition
type EventName<Key extends string> = Key extends `${infer Noun}.${infer Verb}` ? `${Noun}${Capitalize<Verb>}` : Key
type EventMakers<Table extends EventTable> = {
  readonly [Key in keyof Table & string as EventName<Key>]: EventMaker<Table[Key]>
}

/**
 * What a plugin announces: `defineEvents('crm', { 'contact.created': ContactCreated })`.
 *
 * Each becomes a function, `events.contactCreated(subject, data)`, to a ledger record with the action
 * `crm.contact.created`. `about` names what else it concerns, as `<noun>:<id>`: the timeline of each shows it.
 * Data is public to everybody who may read the workspace's record, and stays for good: ids and
 * names of what changed, no secrets.
 */
export function defineEvents<const Table extends EventTable>(
  plugin: string,
  table: Table,
  /** By the noun that an event begins with: the permission with which somebody sees it. */
  seenWith: Readonly<Record<string, string>> = {},
): EventMakers<Table> {
  const makers = Object.entries(table).map(([key, schema]) => {
    const action = `${plugin}.${key}`
    const make = (subject: string, data: unknown, about: readonly string[] = []) => ({
      action,
      subject,
      data: about.length === 0 ? parse(schema, data) : { ...(parse(schema, data) as object), about: [...about] },
    })
    return [nameOf(key), Object.assign(make, { action, schema, seenWith: seenWith[key.split('.')[0] ?? ''] })]
  })
  return Object.fromEntries(makers) as EventMakers<Table>
}

function nameOf(key: string): string {
  const [noun = '', verb = ''] = key.split('.')
  return verb === '' ? noun : noun + verb.charAt(0).toUpperCase() + verb.slice(1)
}
