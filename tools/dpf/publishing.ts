import type { Bundle } from '../../kernel/sandbox/bundle.ts'
import { Refusal } from '../cli/run-command.ts'
import type { Client, Reply } from '../testing/client.ts'
import type { PublisherKey } from './publisher-key.ts'

export interface Publisher {
  readonly slug: string
  readonly name: string
  readonly website?: string
}

/** What the platform answers to a version that it took. */
export interface Submitted {
  readonly id: string
  readonly version: string
  readonly state: 'live' | 'submitted'
  readonly audit: Audit
}

export interface Audit {
  readonly faults: readonly AuditLine[]
  readonly warnings: readonly AuditLine[]
  readonly asks: readonly { readonly text: string; readonly why?: string | null }[]
}

/** As the platform says it: a sentence, or one with its place in the bundle. */
export type AuditLine =
  | string
  | {
      readonly pointer?: string
      readonly path?: string
      readonly detail?: string
      readonly message?: string
      readonly text?: string
    }

/** The workspace as a publisher; registered under the name when it is none yet. */
export async function ensurePublisher(client: Client, wanted: Publisher | undefined): Promise<Publisher> {
  const known = await client.get('/api/publisher')
  if (known.status === 200 && known.body?.slug !== undefined) return known.body as Publisher
  if (known.status !== 200 && known.status !== 404) throw refusal('The publisher cannot be read', known)
  if (wanted === undefined)
    throw new Refusal(
      'This workspace publishes nothing yet: say as whom, with --publisher <slug> --name "What people read"',
    )
  const made = await client.post('/api/publisher', wanted)
  if (made.status !== 201 && made.status !== 200) throw refusal('The publisher was not registered', made)
  return made.body as Publisher
}

/** Makes the author's public key known, once. Answers whether it was new. */
export async function ensureKey(client: Client, key: PublisherKey, title: string): Promise<boolean> {
  const known = await client.get('/api/publisher/keys')
  if (known.status !== 200) throw refusal('The keys cannot be read', known)
  const isKnown = known.body.data.some(({ publicKey }: { publicKey: string }) => publicKey === key.publicKey)
  if (isKnown) return false
  const added = await client.post('/api/publisher/keys', { title, publicKey: key.publicKey })
  if (added.status !== 201) throw refusal('The key was not registered', added)
  return true
}

export interface SubmitOptions {
  /** Asks for the audit alone. */
  readonly isDryRun?: boolean
  /** What a pointer into the bundle is called. */
  readonly placeOf?: (pointer: string) => string
}

/** Sends a signed bundle. What the audit finds wrong comes back as a refusal that lists it. */
export async function submit(client: Client, bundle: Bundle, options: SubmitOptions = {}): Promise<Submitted> {
  const { isDryRun = false, placeOf } = options
  const reply = await client.post(`/api/publisher/plugins${isDryRun ? '?dryRun=true' : ''}`, bundle)
  if (reply.status === 201 || reply.status === 200) return reply.body as Submitted
  throw refusal('The platform does not take it', reply, placeOf)
}

/** A sentence of the audit with its place. */
export function auditText(line: AuditLine, placeOf = (pointer: string) => pointer): string {
  if (typeof line === 'string') return line
  const place = line.pointer ?? line.path
  const what = line.detail ?? line.message ?? line.text ?? ''
  return place === undefined || place === '' ? what : `${placeOf(place)}: ${what}`
}

/** What a problem says, with each thing to mend on a line of its own. */
export function refusal(what: string, { status, body }: Reply, placeOf?: (pointer: string) => string): Refusal {
  const problem = typeof body === 'object' && body !== null ? body : {}
  const lines: AuditLine[] = problem.audit?.faults ?? problem.faults ?? problem.errors ?? []
  const said = problem.title ?? (typeof body === 'string' && body.length < 200 ? body : '')
  return new Refusal(
    [`${what}: ${status} ${said}`.trim(), ...lines.map((line) => `  ${auditText(line, placeOf)}`)].join('\n'),
  )
}
