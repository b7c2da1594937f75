import { equalHashes } from '../auth/api-key.ts'
import { kernelDatabase } from '../database/kernel-database.ts'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { askGate, gateOf } from '../gate/ask-gate.ts'
import type { RouteClass, Scope } from '../gate/limits.ts'
import { hasPublished } from '../sandbox/has-published.ts'
import type { Admission, Principal } from '../sdk/request.ts'
import { authenticate, type Credential, notAuthenticated } from './authenticate.ts'
import { BoundedMap } from './bounded-map.ts'
import type { KernelContext } from './context.ts'
import { openDatabase } from './open-database.ts'
import { openPlugin } from './open-plugin.ts'
import { publicOrigin } from './public-origin.ts'
import { readSnapshot } from './read-snapshot.ts'
import { remember } from './remember.ts'
import type { KeySnapshot, MemberSnapshot, SessionSnapshot, TenantSnapshot } from './snapshot.ts'
import { seekVouched, type Vouched } from './vouch.ts'

/** Which tenant a credential's x-tenant-id led to before: the gate to ask first, nothing more. */
const tenantOf = new BoundedMap<string>(20_000)
/** What neither costs money nor grants access, and is not refused while a gate is away. */
const goOnWithoutGate: ReadonlySet<RouteClass> = new Set(['read', 'write', 'anonymous', 'submit', 'signed'])
/** Of an id or an address of a workspace, with room to spare: nothing longer is looked up. */
const longestName = 100

/**
 * Authenticate, tenant, admit, authorize: what happens to a request before the handler of `owner` (a plugin id, or
 * `kernel`) runs. Warm, that is one gate call and no database at all.
 *
 * Here and below values are taken by `c.get`: each look at `c.var` copies all of them.
 */
export async function enter(c: KernelContext, owner: string, admission: Admission): Promise<void> {
  const vouched = seekVouched(c.req.raw)
  if (admission.audience === 'anyone') {
    await admit(c, 'address', c.get('address'), c.get('address'), admission.routeClass)
  } else if (admission.audience === 'public') {
    await enterPublic(c, owner, admission)
  } else if (admission.audience === 'tenant' && vouched !== undefined) {
    await enterVouched(c, owner, vouched, admission)
  } else {
    const credential = await authenticate(c.env, c.req.header('authorization'), c.get('now').getTime())
    c.set('credential', credential)
    if (admission.audience === 'person') await enterAsPerson(c, owner, credential, admission)
    else await enterTenant(c, owner, credential, admission)
  }
}

/** A call between plugins: the kernel knows already for whom it is. It counts at the gate like any other. */
async function enterVouched(
  c: KernelContext,
  owner: string,
  { snapshot, principal }: Vouched,
  admission: Admission,
): Promise<void> {
  await admit(c, 'tenant', snapshot.tenant.id, principal.actor, admission.routeClass)
  c.set('principal', principal)
  await openTenant(c, owner, snapshot)
  if (c.get('calledPlugin') === undefined) authorize(c, admission.permission)
}

async function enterTenant(
  c: KernelContext,
  owner: string,
  credential: Credential,
  admission: Admission,
): Promise<void> {
  const wanted = credential.kind === 'person' ? c.req.header('x-tenant-id') : credential.keyId
  if (wanted === undefined || wanted === '') throw kernelErrors.tenantMissing()
  const actor = credential.kind === 'person' ? `person:${credential.userId}` : `key:${credential.keyId}`
  const snapshot = await rightsIn(c, credential, wanted, actor, admission)
  teachPlan(c, snapshot)
  requireTwoSteps(c, snapshot)
  c.set('principal', principalOf(c, credential, snapshot, actor))
  await openTenant(c, owner, snapshot)
  if (c.get('calledPlugin') === undefined) authorize(c, admission.permission)
}

/** What a credential may do in the tenant that it names: remembered under the epoch of that tenant's gate, or read. */
async function rightsIn(
  c: KernelContext,
  credential: Credential,
  wanted: string,
  actor: string,
  { routeClass }: Admission,
): Promise<MemberSnapshot | KeySnapshot> {
  const isPerson = credential.kind === 'person'
  const place = isPerson ? `${credential.sessionId} ${wanted}` : credential.secretHash
  const read = (): Promise<MemberSnapshot | KeySnapshot | null> =>
    isPerson ? readMember(c, credential.sessionId, wanted) : readKey(c, credential)
  const known = tenantOf.get(place)
  if (known !== undefined) {
    const epoch = await admit(c, 'tenant', known, actor, routeClass)
    const snapshot = await remember(`${known} ${place}`, epoch, c.get('now').getTime(), read)
    if (snapshot?.tenant.id === known && !isExpired(snapshot, c.get('now'))) return snapshot
    tenantOf.delete(place)
  }
  // Whoever guesses at workspaces or keys is stopped before the database is asked; only what was not found is counted.
  const address = c.get('address')
  const guesses = (looksOnly: boolean) =>
    isPerson
      ? admit(c, 'person', credential.userId, actor, 'read', looksOnly)
      : admit(c, 'address', address, address, 'anonymous', looksOnly)
  await guesses(true)
  const snapshot = wanted.length > longestName ? null : await read()
  if (snapshot === null) {
    await guesses(false)
    throw await refusal(c, credential)
  }
  tenantOf.set(place, snapshot.tenant.id)
  await admit(c, 'tenant', snapshot.tenant.id, actor, routeClass)
  return snapshot
}

/** A key's expiry is no change of rights that a gate would hear of. */
function isExpired(snapshot: MemberSnapshot | KeySnapshot, now: Date): boolean {
  return 'expiresAt' in snapshot && snapshot.expiresAt !== null && Date.parse(snapshot.expiresAt) <= now.getTime()
}

/** Keeps out of a workspace that asks for two steps whoever signs in with one, and says where to set up the other. */
function requireTwoSteps(c: KernelContext, snapshot: MemberSnapshot | KeySnapshot): void {
  if ('lacksTwoSteps' in snapshot && snapshot.lacksTwoSteps)
    throw kernelErrors.twoStepsNeeded({
      detail: 'Set it up in your profile, then come back',
      setUpAt: `${publicOrigin(c)}/profile?two-steps=app`,
    })
}

/** A gate that goes by another plan than the database is told, for the next request. */
function teachPlan(c: KernelContext, { tenant }: TenantSnapshot): void {
  const { verdict } = c.get('cost')
  if (verdict === undefined || verdict.plan === tenant.plan) return
  c.executionCtx.waitUntil(
    gateOf(c.env, 'tenant', tenant.id)
      .learnPlan(tenant.plan)
      .catch(() => undefined),
  )
}

/** A dead sign-in or key answers 401; otherwise the tenant is foreign or unknown, which nobody can tell apart. */
async function refusal(c: KernelContext, credential: Credential): Promise<Error> {
  if (credential.kind === 'key') return notAuthenticated()
  return (await readSession(c, credential.sessionId)) === null
    ? kernelErrors.signInEnded()
    : kernelErrors.tenantNotFound()
}

async function enterAsPerson(
  c: KernelContext,
  owner: string,
  credential: Credential,
  admission: Admission,
): Promise<void> {
  if (credential.kind === 'key')
    throw kernelErrors.notAllowed({ detail: 'An API key belongs to a workspace, not to a person' })
  const actor = `person:${credential.userId}`
  const epoch = await admit(c, 'person', credential.userId, actor, admission.routeClass)
  const session = await remember(`session ${credential.sessionId}`, epoch, c.get('now').getTime(), () =>
    readSession(c, credential.sessionId),
  )
  if (session === null) throw kernelErrors.signInEnded()
  c.set('session', session)
  c.set('principal', { kind: 'person', actor, userId: credential.userId, can: () => false })
  await useDatabase(c, owner, credential.userId, actor)
}

async function enterPublic(c: KernelContext, owner: string, { routeClass }: Admission): Promise<void> {
  const slug = c.req.param('tenant') ?? ''
  const place = `public ${slug}`
  const address = c.get('address')
  await admit(
    c,
    'address',
    address,
    address,
    routeClass === 'signed' || routeClass === 'submit' ? routeClass : 'anonymous',
  )
  const read = () => readSnapshot<TenantSnapshot>(c, 'select kernel.public_snapshot($1)', [slug])
  const known = tenantOf.get(place)
  let snapshot: TenantSnapshot | null = null
  if (known !== undefined) {
    const epoch = await admit(c, 'tenant', known, `address:${address}`, routeClass)
    snapshot = await remember(`${known} ${place}`, epoch, c.get('now').getTime(), read)
  }
  // A page that is new to this isolate, or one whose address has moved to another workspace.
  if (snapshot === null || snapshot.tenant.id !== known) {
    tenantOf.delete(place)
    snapshot = slug.length > longestName ? null : await read()
    if (snapshot === null) throw kernelErrors.tenantNotFound()
    tenantOf.set(place, snapshot.tenant.id)
    await admit(c, 'tenant', snapshot.tenant.id, `address:${address}`, routeClass)
  }
  c.set('principal', { kind: 'anonymous', actor: 'anonymous', can: () => false })
  await openTenant(c, owner, snapshot)
}

/**
 * Takes a token at a gate; answers the epoch under which to read rights.
 *
 * Too many is a 429 that says how long to wait. With the gate away, reading and ordinary writing go on under a null
 * epoch, so rights come from the database; what costs money or grants access is refused.
 */
export async function admit(
  c: KernelContext,
  scope: Scope,
  id: string,
  principal: string,
  routeClass: RouteClass,
  looksOnly = false,
): Promise<number | null> {
  c.get('cost').gateCalls += 1
  const plugin = c.get('calledPlugin')
  const mayChange = c.req.method !== 'GET' && c.req.method !== 'HEAD'
  const verdict = await askGate(c.env, {
    scope,
    id,
    principal,
    routeClass,
    mayChange,
    looksOnly,
    ...(scope === 'tenant' && plugin !== undefined ? { plugin } : {}),
  })
  if (verdict === undefined) {
    if (goOnWithoutGate.has(routeClass)) return null
    throw kernelErrors.unavailable({}, { 'retry-after': '2' })
  }
  c.get('cost').verdict = verdict
  if (!verdict.allowed)
    throw kernelErrors.tooMany({ waitSeconds: verdict.waitSeconds }, { 'retry-after': String(verdict.waitSeconds) })
  return verdict.epoch
}

/**
 * What the caller may do by now, read past everything that is remembered, in which workspace, and until when their key lives.
 *
 * For what goes on after the answer has begun.
 */
export async function rereadRights(c: KernelContext): Promise<{
  readonly principal: Principal
  readonly snapshot: TenantSnapshot
  readonly expiresAtMs: number | undefined
}> {
  const [credential, { actor }] = [c.get('credential'), c.get('principal')]
  const snapshot =
    credential.kind === 'person'
      ? await readMember(c, credential.sessionId, c.get('tenant').id)
      : await readKey(c, credential)
  if (snapshot === null) throw await refusal(c, credential)
  requireTwoSteps(c, snapshot)
  const expiresAt = 'expiresAt' in snapshot ? snapshot.expiresAt : null
  return {
    principal: principalOf(c, credential, snapshot, actor),
    snapshot,
    expiresAtMs: expiresAt === null ? undefined : Date.parse(expiresAt),
  }
}

async function openTenant(c: KernelContext, owner: string, snapshot: TenantSnapshot): Promise<void> {
  c.set('tenantSnapshot', snapshot)
  c.set('tenant', snapshot.tenant)
  // A published one is opened when it is known which routes its version has.
  if (c.get('calledPlugin') !== undefined) return
  if (owner !== 'kernel') openPlugin(c, owner, snapshot)
  await useDatabase(c, owner, snapshot.tenant.id, c.get('principal').actor)
}

async function useDatabase(c: KernelContext, owner: string, tenantId: string, actor: string): Promise<void> {
  const { db, read, change } = await openDatabase(c, owner, tenantId, actor)
  c.set('db', db)
  c.set('read', read)
  c.set('change', change)
}

/** Refuses whoever lacks the route's permission; a route without one is nobody's. */
export function authorize(c: KernelContext, permission: string | undefined | null): void {
  if (permission === undefined || permission === null || !c.get('principal').can(permission))
    throw kernelErrors.notAllowed({ permission })
}

function principalOf(
  c: KernelContext,
  credential: Credential,
  snapshot: MemberSnapshot | KeySnapshot,
  actor: string,
): Principal {
  if (credential.kind === 'person') {
    const { role } = snapshot as MemberSnapshot
    const permissions = c.get('registry').permissions.ofRole[role]
    const can = (permission: string) => permissions.has(permission) || hasPublished(snapshot, role, permission)
    return { kind: 'person', actor, userId: credential.userId, role, can }
  }
  const { permissions } = snapshot as KeySnapshot
  return { kind: 'key', actor, can: (permission) => permissions.includes(permission) }
}

function readMember(c: KernelContext, sessionId: string, tenant: string): Promise<MemberSnapshot | null> {
  return readSnapshot(c, 'select kernel.member_snapshot($1, $2)', [sessionId, tenant])
}

/** The hash is compared before anything else is done for the key: ids of keys are no secret. */
async function readKey(
  c: KernelContext,
  { keyId, secretHash }: Credential & { kind: 'key' },
): Promise<KeySnapshot | null> {
  const snapshot = await readSnapshot<KeySnapshot>(c, 'select kernel.key_snapshot($1)', [keyId])
  if (snapshot === null || !equalHashes(secretHash, snapshot.secretHash)) return null
  c.executionCtx.waitUntil(touchKey(c, snapshot.tenant.id, keyId))
  return snapshot
}

/** The last use of a key, at most once for each time its snapshot is read. */
async function touchKey(c: KernelContext, tenantId: string, keyId: string): Promise<void> {
  await kernelDatabase(c.env, tenantId)
    .call('select kernel.touch_api_key($1)', [keyId])
    .catch(() => undefined)
}

function readSession(c: KernelContext, sessionId: string): Promise<SessionSnapshot | null> {
  return readSnapshot(c, 'select kernel.session_snapshot($1)', [sessionId])
}
