import { type GenericSchema, type InferInput, parse } from 'valibot'
import type { LedgerRecord } from '../database/capability.ts'

/** An event as the registry knows it: the schema of its data. */
export interface EventDefinition {
  readonly action: string
  readonly schema: GenericSchema
}

type EventTable = Readonly<Record<string, GenericSchema>>
type EventMaker<Schema extends GenericSchema> = ((subject: string, data: InferInput<Schema>) => LedgerRecord) &
  EventDefinition
type EventName<Key extends string> = Key extends `${infer Noun}.${infer Verb}` ? `${Noun}${Capitalize<Verb>}` : Key
type EventMakers<Table extends EventTable> = {
  readonly [Key in keyof Table & string as EventName<Key>]: EventMaker<Table[Key]>
}

/**
 * What a plugin announces: `defineEvents('crm', { 'contact.created': ContactCreated })`.
 *
 * Each becomes a function, `events.contactCreated(subject, data)`, to a ledger record with the action
 * `crm.contact.created`. Data is public to everybody who may read the workspace's record, and stays for good: ids and
 * names of what changed, no secrets.
 */
export function defineEvents<const Table extends EventTable>(plugin: string, table: Table): EventMakers<Table> {
  const makers = Object.entries(table).map(([key, schema]) => {
    const action = `${plugin}.${key}`
    const make = (subject: string, data: unknown) => ({ action, subject, data: parse(schema, data) })
    return [nameOf(key), Object.assign(make, { action, schema })]
  })
  return Object.fromEntries(makers) as EventMakers<Table>
}

function nameOf(key: string): string {
  const [noun = '', verb = ''] = key.split('.')
  return verb === '' ? noun : noun + verb.charAt(0).toUpperCase() + verb.slice(1)
}
