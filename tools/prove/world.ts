import { randomBytes } from 'node:crypto'
import { addMember, type Client, makeWorkspace, type Person, signUp, type Workspace } from '../testing/client.ts'

/** One tenant of a proof, with a word in everything it has that stands nowhere else. */
export interface Side {
  readonly marker: string
  readonly workspace: Workspace
  /** Owner, member, viewer and an API key, each in the workspace. */
  readonly principals: readonly Client[]
  readonly people: readonly Person[]
  /** Ids that a fuzzed request must not take from its principals. */
  readonly kept: ReadonlySet<string>
  readonly ids: string[]
  readonly cursors: string[]
}

const mostKept = 400

/** Makes a workspace with people, a key and a little of everything. */
export async function makeSide(client: Client): Promise<Side> {
  const marker = `marker${randomBytes(6).toString('hex')}`
  const people = await Promise.all(['owner', 'member', 'viewer'].map((role) => signUp(client, `${role} ${marker}`)))
  const [owner, member, viewer] = people
  if (owner === undefined || member === undefined || viewer === undefined) throw new Error('Nobody signed up')
  const workspace = await makeWorkspace(client, { owner, name: `Salon ${marker}`, modules: ['crm'] })
  const inside = workspace.client
  const members = [await addMember(workspace, member, 'member'), await addMember(workspace, viewer, 'viewer')]
  const permissions = await readPermissions(inside)
  const program = await must(inside.post('/api/api-keys', { name: `program ${marker}`, permissions }))
  const ids: string[] = []
  const company = await must(
    inside.post('/api/crm/companies', { name: `Firm ${marker}`, notes: marker, tags: [marker] }),
  )
  const field = await must(inside.post('/api/crm/fields', { key: `field ${marker}`, type: 'text' }))
  for (let number = 0; number < 12; number++) {
    const contact = await must(
      inside.post('/api/crm/contacts', {
        firstName: `First${number} ${marker}`,
        lastName: marker,
        emails: [`p${number}@${marker}.example.com`],
        notes: `notes ${marker}`,
        tags: [marker],
        companyId: company.id,
        custom: { [`field ${marker}`]: marker },
      }),
    )
    ids.push(contact.id)
  }
  const invitation = await must(
    inside.post('/api/invitations', { email: `guest@${marker}.example.com`, role: 'viewer' }),
  )
  const key = await must(inside.post('/api/api-keys', { name: `spare ${marker}`, permissions: ['tenant.read'] }))
  const uploaded = await must(
    inside.post(`/api/crm/imports?fileName=${marker}.csv`, `First Name,Email\n${marker},i@${marker}.example.com\n`, {
      'content-type': 'text/csv',
    }),
  )
  ids.push(company.id, field.id, invitation.id, key.id, uploaded.id)
  const bot = client.with({ authorization: `Bearer ${program.key}` })
  const page = await inside.get('/api/crm/contacts?limit=3')
  return {
    marker,
    workspace,
    people,
    principals: [inside, ...members, bot],
    kept: new Set([program.id, ...people.map(({ id }) => id)]),
    ids,
    cursors: [page.body.nextCursor],
  }
}

async function readPermissions(inside: Client): Promise<string[]> {
  const { body } = await inside.get('/api/modules')
  const own: string[] = body.data.flatMap((module: { permissions: { id: string }[] }) =>
    module.permissions.map(({ id }) => id),
  )
  return ['tenant.read', 'members.read', 'keys.manage', 'plugins.read', 'audit.read', ...own]
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
async function must(call: ReturnType<Client['post']>): Promise<any> {
  const { status, body } = await call
  if (status >= 300) throw new Error(`Setting the stage answered ${status}: ${JSON.stringify(body)}`)
  return body
}

/** Learns ids and cursors from a reply to the side, for either side to try. */
export function learn(side: Side, path: string, text: string): void {
  if (path.startsWith('/api/auth')) return
  for (const [, id = ''] of text.matchAll(/"id":"([0-9a-f-]{36})"/g)) if (!side.kept.has(id)) keep(side.ids, id)
  const cursor = /"nextCursor":"([^"]+)"/.exec(text)?.[1]
  if (cursor !== undefined) keep(side.cursors, cursor)
}

function keep(list: string[], item: string): void {
  if (list.includes(item)) return
  list.push(item)
  if (list.length > mostKept) list.splice(Math.floor(Math.random() * list.length), 1)
}
