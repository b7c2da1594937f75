import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Fault, Faults } from '../fault.ts'
import type { MadeBundle } from '../make-bundle.ts'
import { placeOfPointer } from '../place-of-pointer.ts'
import { signBundle } from '../publisher-key.ts'
import { refusal, submit } from '../publishing.ts'
import type { Session } from './session.ts'

/** What was brought up so far, kept between starts. */
export interface Progress {
  /** Of the last version, `0.1.0-dev.7`. */
  readonly number: number
  /** SHA-256 of each migration that ran, by its id. */
  readonly migrations: Readonly<Record<string, string>>
}

const fileOf = (folder: string) => join(folder, 'progress.json')

export async function readProgress(folder: string): Promise<Progress> {
  return readFile(fileOf(folder), 'utf8').then(
    (text) => JSON.parse(text) as Progress,
    () => ({ number: 0, migrations: {} }),
  )
}

/** Refuses a change of a migration that has run: the tables are as the old text made them. */
export function requireSameMigrations({ migrations }: Progress, { bundle }: MadeBundle): void {
  const now = new Map(bundle.migrations.map(({ id, sql }) => [id, hashOf(sql)]))
  const faults = Object.entries(migrations).flatMap(([id, hash]): Fault[] => {
    if (now.get(id) === hash) return []
    const what = now.has(id) ? 'has changed' : 'is gone'
    const message = `It has run here already, and ${what}: put it back and write the next one, or start over with dpf dev --fresh`
    return [{ file: `migrations/${id}.sql`, line: 1, column: 1, message }]
  })
  if (faults.length > 0) throw new Faults(faults)
}

/** Publishes the version and has the workspace run it, with all that it asks for. */
export async function bringUp(
  session: Session,
  folder: string,
  made: MadeBundle,
  progress: Progress,
): Promise<Progress> {
  const { client, key } = session
  const { id, version } = made.manifest
  const next = {
    number: progress.number + 1,
    migrations: Object.fromEntries(made.bundle.migrations.map((each) => [each.id, hashOf(each.sql)])),
  }
  // A number is used once, whatever comes of it: versions never change.
  await writeFile(fileOf(folder), JSON.stringify({ ...progress, number: next.number }))
  await submit(client, await signBundle(made.bundle, made.manifest, key), { placeOf: placeOfPointer('.', made) })
  const installed = await client.get(`/api/plugins/${id}`)
  const reply =
    installed.status === 200
      ? await upgrade(session, id, version)
      : await client.post(`/api/plugins/${id}/install`, { version })
  if (reply.status !== 200 && reply.status !== 201) throw refusal(`${id} ${version} was not taken over`, reply)
  await writeFile(fileOf(folder), JSON.stringify(next))
  return next
}

async function upgrade({ client }: Session, id: string, version: string) {
  const reply = await client.post(`/api/plugins/${id}/upgrade`, { version })
  if (reply.status !== 409) return reply
  // The author says yes to what the author asks for.
  const plan = await client.get(`/api/plugins/${id}/plan?version=${version}`)
  return client.post(`/api/plugins/${id}/upgrade`, { version, grants: plan.body.grants })
}

function hashOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}
