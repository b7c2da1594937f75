import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { Refusal } from '../../cli/run-command.ts'
import { type Client, createClient } from '../../testing/client.ts'
import { fillBookings } from '../../testing/fill-bookings.ts'
import { fillWorkspace } from '../../testing/fill-workspace.ts'
import { type PublisherKey, readPublisherKey } from '../publisher-key.ts'
import { ensureKey, ensurePublisher, refusal } from '../publishing.ts'

/** Who works on the plugin, kept between starts. */
interface Kept {
  readonly email: string
  readonly password: string
  readonly slug: string
  readonly tenantId: string
}

export interface Session extends Kept {
  /** Sends as the workspace's owner, who is the publisher too. */
  readonly client: Client
  readonly key: PublisherKey
}

/** Signs the author's person in to the platform that `dpf dev` runs; the first time with a workspace full of things. */
export async function openSession(url: string, folder: string): Promise<Session> {
  const file = join(folder, 'person.json')
  const kept = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Kept,
    () => undefined,
  )
  const open = createClient(url)
  const { kept: person, token } =
    kept === undefined ? await makePerson(open) : { kept, token: await signIn(open, kept) }
  const client = open.with({ authorization: `Bearer ${token}`, 'x-tenant-id': person.tenantId })
  if (kept === undefined) {
    await fill(client)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, `${JSON.stringify(person, null, 2)}\n`, { mode: 0o600 })
  }
  const key = await readPublisherKey(join(folder, 'publisher-key.json'))
  await ensurePublisher(client, { slug: 'author', name: 'The author' })
  await ensureKey(client, key, hostname())
  return { ...person, client, key }
}

async function makePerson(open: Client): Promise<{ kept: Kept; token: string }> {
  const [email, password] = ['author@example.com', randomBytes(9).toString('base64url')]
  const registered = await open.post('/api/auth/register', { email, password, name: 'The author' })
  if (registered.status !== 201) throw refusal('The person was not signed up', registered)
  const token: string = registered.body.accessToken
  const made = await open.post('/api/tenants', { name: 'Salon Anna' }, { authorization: `Bearer ${token}` })
  if (made.status !== 201) throw refusal('The workspace was not made', made)
  return { kept: { email, password, slug: made.body.slug, tenantId: made.body.id }, token }
}

async function signIn(open: Client, { email, password }: Kept): Promise<string> {
  const reply = await open.post('/api/auth/login', { email, password })
  if (reply.status !== 200)
    throw new Refusal('The data of the last start is of another platform: start over with dpf dev --fresh')
  return reply.body.accessToken
}

/** A small business with customers and a day of bookings, for what a plugin shows and hears of. */
async function fill(client: Client): Promise<void> {
  for (const module of ['crm', 'booking']) {
    const turned = await client.put(`/api/modules/${module}`, { enabled: true })
    if (turned.status !== 200) throw refusal(`${module} was not turned on`, turned)
  }
  await fillWorkspace(client)
  await fillBookings(client)
}
