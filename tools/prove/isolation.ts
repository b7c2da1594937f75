import type { Client } from '../testing/client.ts'
import { type ApiDocument, readApiDocument } from './api-document.ts'
import { inParallel } from './in-parallel.ts'
import { endings, type FuzzedRequest, makeRequest, sendRequest } from './make-request.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from './proof.ts'
import { createRandom, type Random } from './random.ts'
import { openStage, type Stage } from './stage.ts'
import { learn, makeSide, type Side } from './world.ts'

/** Tenants ask for each other's things in every way that the API has, and no reply, mail, record or log tells them. */
export const isolation: Proof = {
  name: 'isolation',
  promise: 'No reply, header, mail, record or log line shows one tenant anything of another',
  plant: (options) => attack({ ...options, scale: Math.max(0.05, options.scale / 10) }, true),
  run: (options) => attack(options, false),
}

/** The attack would end with them. */
const skip = new Set(endings())
const permissions = ['tenant.read', 'crm.contacts.read', 'audit.read', 'no.such']

async function attack({ scale, seed }: ProofOptions, leaks: boolean): Promise<Finding> {
  const requests = scaled(10_000, scale, 300)
  const random = createRandom(seed)
  const stage = await openStage({ durable: false })
  try {
    const document = await readApiDocument(stage.client)
    const sides = [await makeSide(stage.client), await makeSide(stage.client), await makeSide(stage.client)]
    if (leaks) await stage.owner().query('alter table crm.contacts disable row level security')
    const faults: string[] = []
    const statuses = new Map<number, number>()
    const answered = new Set<string>()
    await inParallel(requests, 8, async (index) => {
      if (index % 100 === 0) await keepOpen(sides)
      const mine = sides[index % sides.length] as Side
      const others = sides.filter((side) => side !== mine)
      const { request, principal } = aim(document, random, mine, others)
      const reply = await send(principal, request)
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
      const shown = others.find(({ marker }) => reply.text.includes(marker) || reply.headers.includes(marker))
      if (shown !== undefined)
        faults.push(`${request.method} ${request.path.slice(0, 200)} answered ${reply.status} with another's data`)
      if (reply.status >= 300) return
      learn(mine, request.path, reply.text)
      answered.add(`${request.operation?.method} ${request.operation?.path}`)
    })
    faults.push(...(await examineTraces(stage, sides)))
    const summary = [...statuses].sort(([one], [two]) => one - two).map(([status, count]) => `${count} × ${status}`)
    const routes = `${answered.size} of ${document.operations.length} routes with success`
    return { done: `${requests} requests by 3 tenants, ${routes}: ${summary.join(', ')}`, faults }
  } finally {
    await stage.stop()
  }
}

/** A request of one of mine, in which an id, a cursor or the workspace may be another's. */
function aim(document: ApiDocument, random: Random, mine: Side, others: readonly Side[]) {
  const other = random.pick(others)
  const pools = {
    ids: random.chance(0.5) ? mine.ids : other.ids,
    cursors: random.chance(0.5) ? mine.cursors : other.cursors,
    permissions,
  }
  const request = makeRequest(document, random, pools, skip)
  const swap = random.next()
  const headers: Record<string, string> =
    swap < 0.15
      ? { 'x-tenant-id': other.workspace.id }
      : swap < 0.17
        ? { 'x-tenant-id': `${mine.workspace.id}, ${other.workspace.id}` }
        : swap < 0.19
          ? { 'x-tenant-id': other.workspace.id.toUpperCase() }
          : {}
  return {
    request: { ...request, headers: { ...request.headers, ...headers } },
    principal: random.pick(mine.principals),
  }
}

interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: string
}

async function send(principal: Client, request: FuzzedRequest): Promise<Answer> {
  const { status, body, headers } = await sendRequest(principal, request)
  return { status, text: typeof body === 'string' ? body : JSON.stringify(body), headers: JSON.stringify([...headers]) }
}

/** A module that a request turned off would hide everything behind a 403. */
async function keepOpen(sides: readonly Side[]): Promise<void> {
  await Promise.all(
    sides.map(({ workspace }) => workspace.client.put('/api/modules/crm', { enabled: true, settings: {} })),
  )
}

/** What the requests left behind: mail, records, and all that the platform printed. */
async function examineTraces(stage: Stage, sides: readonly Side[]): Promise<string[]> {
  const owner = stage.owner()
  const faults: string[] = []
  const mails = (await owner.query('select recipient, subject, body from kernel.outgoing_mail')).map((row) =>
    JSON.stringify(row),
  )
  const crossed = mails.filter((mail) => sides.filter(({ marker }) => mail.includes(marker)).length > 1)
  if (crossed.length > 0) faults.push(`${crossed.length} mails hold words of two tenants`)
  for (const mine of sides) {
    const ids = [mine.workspace.id, ...mine.people.map(({ id }) => id)]
    const rows = await owner.query('select to_json(l)::text as text from kernel.ledger l where tenant_id = any($1)', [
      ids,
    ])
    const strange = rows.filter(({ text }) => sides.some((side) => side !== mine && String(text).includes(side.marker)))
    if (strange.length > 0) faults.push(`${strange.length} records of one tenant hold words of another`)
    if (stage.log().includes(mine.marker)) faults.push('the log holds words of a tenant')
  }
  return faults
}
