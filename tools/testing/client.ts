/** What came back, with the body read: JSON where it is JSON, else text. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
}

export interface Client {
  readonly url: string
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Reply>
  readonly post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  readonly put: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  readonly patch: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  readonly delete: (path: string, headers?: Record<string, string>) => Promise<Reply>
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  /** The same client with headers of its own: a token, a workspace. */
  readonly with: (headers: Record<string, string>) => Client
}

/** A client of the HTTP API, as a test reads best. */
export function createClient(url: string, own: Record<string, string> = {}): Client {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }), ...own, ...headers },
      ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
    })
    const text = await readText(response)
    return { status: response.status, headers: response.headers, body: parse(text) }
  }
  return {
    url,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body, headers) => send('PUT', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
    send,
    with: (headers) => createClient(url, { ...own, ...headers }),
  }
}

/** The body, or of a stream that does not end by itself, its beginning. */
async function readText(response: Response): Promise<string> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) return response.text()
  const reader = response.body?.getReader()
  const beginning = await reader?.read()
  await reader?.cancel()
  return new TextDecoder().decode(beginning?.value)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export interface Person {
  readonly id: string
  readonly email: string
  readonly password: string
  readonly accessToken: string
  /** The `Set-Cookie` pair of the refresh token. */
  readonly cookie: string
  /** Sends with the person's access token, in no workspace. */
  readonly client: Client
}

export interface Workspace {
  readonly id: string
  readonly slug: string
  readonly owner: Person
  /** Sends as the owner, in this workspace. */
  readonly client: Client
}

export const goodPassword = 'correct horse battery staple'

let people = 0

/** Signs a new person up, with an address that nobody has unless one is given. */
export async function signUp(client: Client, name = 'Anna Berg', given?: string): Promise<Person> {
  const email = given ?? `person-${process.pid}-${Date.now().toString(36)}-${people++}@example.com`
  const { status, body, headers } = await client.post('/api/auth/register', { email, password: goodPassword, name })
  if (status !== 201) throw new Error(`Sign-up answered ${status}: ${JSON.stringify(body)}`)
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return {
    id: body.user.id,
    email,
    password: goodPassword,
    accessToken: body.accessToken,
    cookie,
    client: client.with({ authorization: `Bearer ${body.accessToken}` }),
  }
}

/** Makes a workspace with a new owner, or with one who is there, and turns modules on. */
export async function makeWorkspace(
  client: Client,
  options: { owner?: Person; name?: string; modules?: readonly string[] } = {},
): Promise<Workspace> {
  const owner = options.owner ?? (await signUp(client))
  const { status, body } = await owner.client.post('/api/tenants', { name: options.name ?? 'Salon Anna' })
  if (status !== 201) throw new Error(`Making a workspace answered ${status}: ${JSON.stringify(body)}`)
  const inside = owner.client.with({ 'x-tenant-id': body.id })
  for (const module of options.modules ?? []) {
    const turned = await inside.put(`/api/modules/${module}`, { enabled: true })
    if (turned.status !== 200)
      throw new Error(`Turning on ${module} answered ${turned.status}: ${JSON.stringify(turned.body)}`)
  }
  return { id: body.id, slug: body.slug, owner, client: inside }
}

/** Brings a person into a workspace with a role, by an invitation that they accept. */
export async function addMember(workspace: Workspace, person: Person, role: string): Promise<Client> {
  const invited = await workspace.client.post('/api/invitations', { email: person.email, role })
  if (invited.status !== 201)
    throw new Error(`The invitation answered ${invited.status}: ${JSON.stringify(invited.body)}`)
  const mail = await person.client.get('/mail', { accept: 'application/json' })
  const body: string = mail.body.data.find(
    (each: { recipient: string; subject: string }) =>
      each.recipient === person.email && each.subject.includes('invites'),
  ).body
  const token = /token=(\S+)/.exec(body)?.[1]
  const accepted = await person.client.post('/api/invitations/accept', { token })
  if (accepted.status !== 200)
    throw new Error(`Accepting answered ${accepted.status}: ${JSON.stringify(accepted.body)}`)
  return person.client.with({ 'x-tenant-id': workspace.id })
}
