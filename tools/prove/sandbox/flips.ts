import { createRandom } from '../random.ts'
import type { SandboxStage } from './stage.ts'

/** Where a stored version is changed, one byte at a time. */
const columns = ['manifest', 'code', 'content_hash', 'publisher_signature', 'platform_signature'] as const

/** Flips bytes of a stored version, each alone, and asks the plugin something: it may not run once. */
export async function flipBytes(stage: SandboxStage, count: number, seed: number): Promise<string[]> {
  const { owner } = stage.platform
  const random = createRandom(seed)
  const victim = await stage.makeVictim()
  const [kept] = await owner.query(`select * from kernel.published_versions where plugin_id = 'hostile'`)
  if (kept === undefined) throw new Error('The version is not there')
  const faults: string[] = []
  for (let round = 0; round < count; round++) {
    const column = random.pick(columns)
    const text = String(kept[column])
    const place = Math.floor(random.next() * text.length)
    const flipped = String.fromCharCode(text.charCodeAt(place) ^ (1 << Math.floor(random.next() * 7)))
    // PostgreSQL keeps no text with a NUL in it.
    if (flipped === '\0') continue
    // Some the database does not even keep.
    if (!(await write(stage, column, text.slice(0, place) + flipped + text.slice(place + 1)))) continue
    const { got } = await victim.run('fine')
    if (got !== undefined) faults.push(`${column} with another byte at ${place} was run`)
    await write(stage, column, text)
  }
  // What is whole again runs: it was the bytes, and nothing else, that kept it from running.
  if ((await victim.run('fine')).got !== 'fine') faults.push('The version that is whole does not run')
  return faults
}

/** Past the trigger that keeps versions as they are: as somebody who has the database. False when a check refuses it. */
async function write({ platform: { owner } }: SandboxStage, column: string, text: string): Promise<boolean> {
  try {
    await owner.transaction([
      owner.query('set local session_replication_role = replica'),
      owner.query(`update kernel.published_versions set ${column} = $1 where plugin_id = 'hostile'`, [text]),
    ])
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23514') return false
    throw error
  }
}
