import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { makeWorkspace, type Workspace } from '../testing/client.ts'
import { inParallel } from './in-parallel.ts'
import { insist } from './insist.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from './proof.ts'
import { createRandom } from './random.ts'
import { openStage, type Stage } from './stage.ts'

/** Writes go on while PostgreSQL and the Worker are killed: what was acknowledged is there, once, with its record. */
export const kills: Proof = {
  name: 'kills',
  promise: 'No acknowledged write is lost when processes are killed, and none is without its record',
  plant: (options) =>
    attack({ ...options, scale: Math.max(0.3, options.scale / 2) }, { isDurable: false, killers: ['database'] }),
  run: (options) => attack(options, { isDurable: true, killers: ['database', 'platform'] }),
}

interface Attack {
  readonly isDurable: boolean
  readonly killers: readonly ('database' | 'platform')[]
}

async function attack({ scale, seed }: ProofOptions, { isDurable, killers }: Attack): Promise<Finding> {
  const writes = scaled(1000, scale, 50)
  const random = createRandom(seed)
  const stage = await openStage({ durable: isDurable })
  try {
    const workspace = await makeWorkspace(stage.client, { modules: ['crm'] })
    const acknowledged = new Map<string, string>()
    const faults: string[] = []
    let isWriting = true
    let killed = 0
    let kept = 0
    const killing = (async () => {
      while (isWriting) {
        // After a number of acknowledgements, not a time: nothing is killed while nothing happens.
        const due = acknowledged.size + 20 + random.below(Math.max(30, writes / 6))
        while (isWriting && acknowledged.size < due) await delay(5)
        if (!isWriting) return
        if (killers[killed % killers.length] === 'database') await stage.killDatabase()
        else await stage.killPlatform()
        killed += 1
      }
    })()
    await inParallel(writes, 20, async (index) => {
      const name = `w${index}x${randomUUID().slice(0, 8)}`
      const reply = await insist(workspace.client, '/api/crm/contacts', { firstName: name }, randomUUID())
      if (reply === undefined) faults.push(`write ${index} never got an answer`)
      else if (reply.status === 201) acknowledged.set(String(reply.body.id), name)
      else faults.push(`write ${index} was answered ${reply.status}: ${JSON.stringify(reply.body)}`)
      kept += 1
    })
    isWriting = false
    await killing
    faults.push(...(await examine(stage, workspace, acknowledged)))
    return { done: `${kept} writes, ${acknowledged.size} acknowledged, ${killed} kill -9`, faults }
  } finally {
    await stage.stop()
  }
}

async function examine(
  stage: Stage,
  { id, client }: Workspace,
  acknowledged: ReadonlyMap<string, string>,
): Promise<string[]> {
  const stored = await stage.owner().query('select id, first_name as name from crm.contacts where tenant_id = $1', [id])
  const records = await stage
    .owner()
    .query(`select subject from kernel.ledger where tenant_id = $1 and action = 'crm.contact.created'`, [id])
  const names = new Map(stored.map((row) => [String(row.id), String(row.name)]))
  const recorded = new Map<string, number>()
  for (const { subject } of records) recorded.set(String(subject), (recorded.get(String(subject)) ?? 0) + 1)
  const lost = [...acknowledged].filter(([contact, name]) => names.get(contact) !== name)
  const bare = [...names.keys()].filter((contact) => recorded.get(`contact:${contact}`) !== 1)
  const ghosts = [...recorded.keys()].filter((subject) => !names.has(subject.replace('contact:', '')))
  const doubles = stored.length - new Set(names.values()).size
  const { status, body } = await client.get('/api/audit/verify')
  return [
    ...(lost.length > 0 ? [`${lost.length} acknowledged writes are lost, ${lost[0]?.[1]} among them`] : []),
    ...(bare.length > 0 ? [`${bare.length} contacts have not exactly one record`] : []),
    ...(ghosts.length > 0 ? [`${ghosts.length} records speak of contacts that are not there`] : []),
    ...(doubles > 0 ? [`${doubles} contacts were made twice`] : []),
    ...(status === 200 && body.ok === true ? [] : [`the record does not verify: ${JSON.stringify(body)}`]),
  ]
}
