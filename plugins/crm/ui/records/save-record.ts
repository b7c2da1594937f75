import { Problem } from '#kit'
import { replaceInLists } from '../lists/list-cache.ts'
import type { RecordKind } from '../types.ts'
import { copyOf } from './copy-of.ts'
import type { Desk } from './desk.ts'
import { nouns, recordKey } from './keys.ts'

interface Versioned {
  readonly id: string
  readonly version: number
}

export interface Saving<Each extends Versioned> {
  readonly kind: RecordKind
  /** What the person saw when they changed it. */
  readonly record: Each
  /** What to send. */
  readonly patch: Readonly<Record<string, unknown>>
  /** The same as the record will show it. */
  readonly ahead: Partial<Each>
}

/**
 * Changes a record: it shows at once, and is taken back when the API refuses it.
 *
 * When somebody else changed the record meanwhile, but nothing of what is changed here, the change is sent once more on
 * top of theirs; else their state is shown and the refusal (412) is thrown on.
 */
export async function saveRecord<Each extends Versioned>(desk: Desk, saving: Saving<Each>): Promise<Each> {
  const { kind, record, patch, ahead } = saving
  const { client, workspace } = desk
  const key = recordKey(workspace.slug, nouns[kind], record.id)
  const before = client.getQueryData<Each>(key) ?? record
  show(desk, kind, { ...copyOf(before), ...ahead })
  const send = (version: number) =>
    workspace.api<Each>(`/crm/${kind}/${record.id}`, {
      method: 'PATCH',
      body: patch,
      headers: { 'if-match': `"${version}"` },
    })
  try {
    const saved = await send(record.version).catch(async (error: unknown) => {
      if (!(error instanceof Problem && error.status === 412)) throw error
      const newer = await workspace.api<Each>(`/crm/${kind}/${record.id}`)
      if (!isUntouched(record, newer, Object.keys(ahead))) {
        show(desk, kind, newer)
        throw error
      }
      return send(newer.version)
    })
    show(desk, kind, saved)
    void client.invalidateQueries({ queryKey: [workspace.slug, 'crm'] })
    return saved
  } catch (error) {
    if (!(error instanceof Problem && error.status === 412)) show(desk, kind, record)
    throw error
  }
}

function show<Each extends Versioned>({ client, workspace }: Desk, kind: RecordKind, record: Each): void {
  client.setQueryData(recordKey(workspace.slug, nouns[kind], record.id), record)
  replaceInLists(client, workspace.slug, kind, record)
}

function isUntouched<Each>(before: Each, now: Each, names: readonly string[]): boolean {
  const of = (record: Each) => names.map((name) => (record as Record<string, unknown>)[name])
  return JSON.stringify(of(before)) === JSON.stringify(of(now))
}
