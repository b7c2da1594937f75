import { type ApiDocument, readApiDocument } from './api-document.ts'
import { seekMisfit } from './fit-schema.ts'
import { inParallel } from './in-parallel.ts'
import { endings, type FuzzedRequest, makeRequest, sendRequest } from './make-request.ts'
import { type Finding, type Proof, type ProofOptions, scaled } from './proof.ts'
import { createRandom } from './random.ts'
import { openStage, type Stage } from './stage.ts'
import { learn, makeSide, type Side } from './world.ts'

/** Every route is sent what nobody should send, and answers as its document says. */
export const fuzz: Proof = {
  name: 'fuzz',
  promise: 'No input gives a 5xx, and every reply fits the OpenAPI document',
  plant: async (options) => {
    const small = { ...options, scale: Math.max(0.03, options.scale / 20) }
    const broken = await attack(small, 'a route that breaks')
    const lying = await attack(small, 'a document that lies')
    const missed = [broken, lying].filter(({ faults }) => faults.length === 0)
    return {
      done: `${broken.done}; ${lying.done}`,
      faults: missed.length > 0 ? [] : [...broken.faults.slice(0, 1), ...lying.faults.slice(0, 1)],
    }
  },
  run: (options) => attack(options, undefined),
}

const permissions = ['tenant.read', 'crm.contacts.read', 'crm.contacts.write', 'audit.read', 'no.such']

async function attack({ scale, seed }: ProofOptions, plant: string | undefined): Promise<Finding> {
  const requests = scaled(20_000, scale, 300)
  const random = createRandom(seed)
  const stage = await openStage({ durable: false })
  try {
    let side = await makeSide(stage.client)
    const document = await prepare(stage, plant)
    const skip = new Set(plant === undefined ? [] : endings())
    const faults = new Map<string, number>()
    const reached = new Set<string>()
    const succeeded = new Set<string>()
    await inParallel(requests, 8, async (index) => {
      if (index % 100 === 0 && plant === undefined) side = await revive(stage, side)
      const request = makeRequest(document, random, { ids: side.ids, cursors: side.cursors, permissions }, skip)
      const principal = random.chance(0.03) ? stage.client : random.pick(side.principals)
      const reply = await sendRequest(principal, request)
      if (request.operation !== undefined) {
        const name = `${request.operation.method} ${request.operation.path}`
        reached.add(name)
        if (reply.status < 300) succeeded.add(name)
      }
      const misfit = judge(document, request, reply)
      if (misfit !== undefined) faults.set(misfit, (faults.get(misfit) ?? 0) + 1)
      if (reply.status < 300) learn(side, request.path, JSON.stringify(reply.body))
    })
    const { length } = document.operations
    return {
      done: `${requests} requests; ${reached.size} of ${length} routes reached, ${succeeded.size} with success`,
      faults: [
        ...[...faults].map(([fault, count]) => `${fault} (${count} times)`),
        ...(scale >= 0.2 && reached.size < length ? [`only ${reached.size} of ${length} routes were reached`] : []),
      ],
    }
  } finally {
    await stage.stop()
  }
}

async function prepare(stage: Stage, plant: string | undefined): Promise<ApiDocument> {
  const document = await readApiDocument(stage.client)
  if (plant === 'a route that breaks')
    await stage.owner().query('alter table crm.contacts rename column notes to scribbles')
  if (plant === undefined) return document
  // So few requests are to find the fault: they go where it is, however many routes there are by now.
  const operations = document.operations.filter(({ path }) => path.startsWith('/api/crm/'))
  if (plant !== 'a document that lies') return { ...document, operations }
  const lie = { type: 'object', required: ['whatNobodySends'] }
  return {
    ...document,
    operations: operations.map((operation) =>
      operation.path === '/api/crm/contacts' && operation.method === 'GET'
        ? {
            ...operation,
            responses: { ...operation.responses, 200: { content: { 'application/json': { schema: lie } } } },
          }
        : operation,
    ),
  }
}

interface Judged {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** Says how a reply breaks its promise, without what differs from one to the next, or nothing. */
function judge(document: ApiDocument, { operation, method, path }: FuzzedRequest, reply: Judged): string | undefined {
  const name = `${method} ${
    operation?.path ??
    path
      .split('?')[0]
      ?.replaceAll(/[0-9a-f-]{36}/g, '{id}')
      .slice(0, 80)
  }`
  const { status, body } = reply
  const type = reply.headers.get('content-type')?.split(';')[0] ?? ''
  if (status >= 500) return `${name} answered ${status}`
  const answer = operation?.responses[String(status)]
  if (answer === undefined) {
    if (status === 304 && method === 'GET') return undefined
    if (status < 400)
      return operation === undefined ? undefined : `${name} answered ${status}, which the document does not know`
    if (type !== 'application/problem+json') return `${name} answered ${status} as ${type || 'nothing'}`
    const misfit = seekMisfit(body, { $ref: '#/components/schemas/Problem' }, document.schemas)
    const isSame = typeof body === 'object' && body !== null && 'status' in body && body.status === status
    return misfit !== undefined
      ? `${name} answered a problem that does not fit: ${misfit}`
      : isSame
        ? undefined
        : `${name} answered two statuses`
  }
  if (answer.content === undefined) return body === '' ? undefined : `${name} answered ${status} with a body`
  const content = answer.content[type]
  if (content === undefined) {
    // A route that offers several downloads tells of one of them.
    return type.startsWith('text/csv') ? undefined : `${name} answered ${status} as ${type || 'nothing'}`
  }
  if (type !== 'application/json') return undefined
  const misfit = seekMisfit(body, content.schema, document.schemas)
  return misfit === undefined ? undefined : `${name} answered ${status}: ${misfit.replaceAll(/\/\d+/g, '/…')}`
}

/** A workspace that a request deleted, or whose principals lost their rights, is replaced. */
async function revive(stage: Stage, side: Side): Promise<Side> {
  const alive = await Promise.all(side.principals.map((principal) => principal.get('/api/tenant')))
  if (!alive.every(({ status }) => status === 200)) return makeSide(stage.client)
  await side.workspace.client.put('/api/modules/crm', { enabled: true, settings: {} })
  return side
}
