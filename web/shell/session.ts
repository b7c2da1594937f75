import { createSignal } from 'solid-js'
import { leaveDevices } from './leave-devices.ts'
import { forgetRecents } from './palette/recents.ts'
import { offline, Problem } from './problem.ts'
import { noteSignIn, takeBegunExchange, wasSignedIn } from './session/begun.ts'

export interface User {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly emailVerified: boolean
}

/** The person as their own profile shows them. */
export interface Me extends User {
  readonly pictureUrl: string | null
}

interface SignedIn {
  readonly accessToken: string
  readonly expiresIn: number
  readonly user: User
}

/** What is asked of somebody whose password is right and who has two-step sign-in. */
export interface SecondStep {
  readonly token: string
  readonly methods: readonly ('totp' | 'passkey' | 'backupCode')[]
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  /** A file, sent as it is. */
  readonly file?: { readonly content: Blob; readonly type: string }
  /** The workspace, by id or address. */
  readonly tenant?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/**
 * Who is signed in: undefined until it is known, null for nobody.
 *
 * The access token lives in this module alone; the refresh token is a cookie that no script can read. A page that loads
 * exchanges the cookie for a token, so nothing secret is ever stored where a script could find it.
 */
const [user, setUser] = createSignal<User | null | undefined>(undefined)

export { user }

/** What the ids of this page's requests begin with: no other tab's, device's or program's do. */
const pageName = crypto.getRandomValues(new Uint32Array(3)).join('.')
let requests = 0

let token: { readonly value: string; readonly untilMs: number } | undefined
let refreshing: Promise<boolean> | undefined

/** Finds out who is signed in, once a page load. Where nobody ever signed in there is nothing to ask. */
export async function resume(): Promise<void> {
  if (!wasSignedIn() || !(await refresh())) setUser(null)
}

export async function register(given: { email: string; password: string; name: string }): Promise<void> {
  accept(await send<SignedIn>('/auth/register', { method: 'POST', body: given }))
}

/** Signs in by one of the ways that the API has, or answers what it asks for as the second step. */
export async function signIn(path: string, body: unknown): Promise<SecondStep | undefined> {
  const answer = await send<SignedIn | { readonly secondStep: SecondStep }>(path, { method: 'POST', body })
  if ('secondStep' in answer) return answer.secondStep
  accept(answer)
  return undefined
}

export async function signOut(): Promise<void> {
  await leaveDevices().catch(() => undefined)
  await send('/auth/logout', { method: 'POST' }).catch(() => undefined)
  forgetRecents()
  forget()
}

/** Sends a request as whoever is signed in; a token that has run out is replaced first, and the page never notices. */
export async function api<Answer = void>(path: string, call: Call = {}): Promise<Answer> {
  if (token !== undefined && Date.now() > token.untilMs - 20_000) await refresh()
  try {
    return await send<Answer>(path, call)
  } catch (error) {
    const isStale = error instanceof Problem && error.status === 401 && token !== undefined
    if (!isStale || !(await refresh())) throw error
    return send<Answer>(path, call)
  }
}

/** Opens an answer that is read as it comes, as whoever is signed in. */
export async function openStream(path: string, call: Call): Promise<Response> {
  if (token !== undefined && Date.now() > token.untilMs - 20_000) await refresh()
  const response = await request(path, call)
  if (response.ok) return response
  if (response.status !== 401 || !(await refresh())) throw await readProblem(response)
  const again = await request(path, call)
  if (!again.ok) throw await readProblem(again)
  return again
}

/** Fetches a file of the API and hands it to the browser to save. */
export async function download(path: string, tenant: string, name: string): Promise<void> {
  const response = await request(path, { tenant })
  if (!response.ok) throw await readProblem(response)
  const url = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** One exchange at a time: a refresh token works once. */
function refresh(): Promise<boolean> {
  refreshing ??= exchange()
    .then((answer) => {
      accept(answer)
      return true
    })
    .catch((error: unknown) => {
      if (error instanceof Problem && error.status === 401) forget()
      return false
    })
    .finally(() => {
      refreshing = undefined
    })
  return refreshing
}

async function exchange(): Promise<SignedIn> {
  const begun = takeBegunExchange()
  if (begun === undefined) return send('/auth/refresh', { method: 'POST' })
  const response = await begun.catch(() => {
    throw offline
  })
  if (!response.ok) throw await readProblem(response)
  return response.json()
}

function accept({ accessToken, expiresIn, user: signedIn }: SignedIn): void {
  token = { value: accessToken, untilMs: Date.now() + expiresIn * 1000 }
  noteSignIn(true)
  setUser(signedIn)
}

function forget(): void {
  token = undefined
  noteSignIn(false)
  setUser(null)
}

async function send<Answer>(path: string, call: Call): Promise<Answer> {
  const response = await request(path, call)
  if (!response.ok) throw await readProblem(response)
  return (
    response.status === 204 || response.status === 202
      ? await response.json().catch(() => undefined)
      : await response.json()
  ) as Answer
}

async function request(path: string, { method = 'GET', body, file, tenant, headers, signal }: Call): Promise<Response> {
  const sent = new Headers(headers)
  requests += 1
  sent.set('request-id', `${pageName}-${requests}`)
  if (token !== undefined && !path.startsWith('/auth/refresh')) sent.set('authorization', `Bearer ${token.value}`)
  if (tenant !== undefined) sent.set('x-tenant-id', tenant)
  if (body !== undefined) sent.set('content-type', 'application/json')
  if (file !== undefined) sent.set('content-type', file.type)
  const content = file?.content ?? (body === undefined ? undefined : JSON.stringify(body))
  try {
    return await fetch(`/api${path}`, {
      method,
      headers: sent,
      ...(content === undefined ? {} : { body: content }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw offline
  }
}

/** Whether this page sent the request. */
export function isRequestOfHere(requestId: string | undefined): boolean {
  return requestId?.startsWith(`${pageName}-`) === true
}

async function readProblem(response: Response): Promise<Problem> {
  const facts: unknown = await response.json().catch(() => ({}))
  return new Problem(
    response.status,
    typeof facts === 'object' && facts !== null ? (facts as Record<string, unknown>) : {},
  )
}
