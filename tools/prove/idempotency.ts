import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { makeWorkspace, type Reply } from '../testing/client.ts'
import { insist, isNoAnswer } from './insist.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from './proof.ts'
import { createRandom } from './random.ts'
import { openStage } from './stage.ts'

/** A hundred at once under one key, some of them into a kill: one effect, and one reply for all. */
export const idempotency: Proof = {
  name: 'idempotency',
  promise: 'One Idempotency-Key has one effect, however many send it and whatever dies meanwhile',
  plant: (options) => attack({ ...options, scale: options.scale / 5 }, () => randomUUID()),
  run: (options) => attack(options, (key) => key),
}

const together = 100

async function attack({ scale, seed }: ProofOptions, keyFor: (key: string) => string): Promise<Finding> {
  const rounds = scaled(20, scale, 3)
  const random = createRandom(seed)
  const stage = await openStage({ durable: true })
  const faults: string[] = []
  const counts = { done: 0, running: 0, unanswered: 0, kills: 0 }
  try {
    const { id, client } = await makeWorkspace(stage.client, { modules: ['crm'] })
    for (let round = 0; round < rounds; round++) {
      const name = `r${round}x${randomUUID().slice(0, 8)}`
      const key = randomUUID()
      let answered = 0
      const post = async (): Promise<Reply | undefined> => {
        const headers = { 'idempotency-key': keyFor(key) }
        const reply = await client.post('/api/crm/contacts', { firstName: name }, headers).catch(() => undefined)
        answered += 1
        return reply
      }
      const isKilled = round % 2 === 1
      const kill = round % 4 === 1 ? stage.killDatabase : stage.killPlatform
      // Before the first answer, or after some: the effect is not there yet, or it is and its reply is lost.
      const enough = random.below(together / 2)
      const killing = isKilled ? waitUntil(() => answered >= enough).then(kill) : undefined
      const replies = await Promise.all(Array.from({ length: together }, post))
      await killing
      if (isKilled) counts.kills += 1
      const last = await insist(client, '/api/crm/contacts', { firstName: name }, keyFor(key))
      const answers = [...replies, last].filter((reply) => reply !== undefined)
      const done = answers.filter(({ status }) => status === 201)
      counts.done += done.length
      counts.running += answers.filter(({ status }) => status === 409).length
      counts.unanswered += together + 1 - done.length - answers.filter(({ status }) => status === 409).length
      const [row] = await stage.owner().query(
        `select (select count(*) from crm.contacts where tenant_id = $1 and first_name = $2)::int as contacts,
            (select count(*) from kernel.ledger where tenant_id = $1 and data ->> 'name' = $2)::int as records`,
        [id, name],
      )
      const ids = new Set(done.map(({ body }) => body.id))
      const strange = answers.filter((reply) => reply.status !== 201 && !isNoAnswer(reply))
      const broken = isKilled ? [] : answers.filter(({ status }) => status >= 500)
      const wrong = [
        ...(row?.contacts === 1 && row.records === 1 ? [] : [`${row?.contacts} contacts and ${row?.records} records`]),
        ...(ids.size === 1 ? [] : [`${ids.size} different replies`]),
        ...(strange.length === 0 ? [] : [`${strange.length} answers ${strange[0]?.status}`]),
        ...(broken.length === 0 ? [] : [`${broken.length} answers ${broken[0]?.status} though nothing was killed`]),
      ]
      if (wrong.length > 0) faults.push(`round ${round}${isKilled ? ', killed' : ''}: ${wrong.join(', ')}`)
    }
  } finally {
    await stage.stop()
  }
  const { done, running, unanswered, kills } = counts
  return {
    done: `${rounds} rounds of ${together}, ${kills} kill -9; ${done} × 201, ${running} × 409 running, ${unanswered} unanswered`,
    faults,
  }
}

async function waitUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(1)
}
