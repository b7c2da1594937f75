import { DurableObject } from 'cloudflare:workers'
import { kernelDatabase, systemTenantId } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import { type Checkpoint, sealLedger } from '../ledger/seal-ledger.ts'
import { Announcer } from '../live/announcer.ts'
import { areYouThere, bell } from '../live/line.ts'
import { DailyCounts } from './daily-counts.ts'
import { isLasting, limitsFor, type Plan, type RouteClass, type Scope, tenantClasses } from './limits.ts'
import { type Bucket, secondsToFull, takeToken, tokensAt } from './take-token.ts'

export interface Ask {
  readonly scope: Scope
  /** The id after the colon of the gate's name: a tenant's, a person's, an address or an account. */
  readonly id: string
  /** Who takes the token: `person:<id>`, `key:<id>` or an address. */
  readonly principal: string
  readonly routeClass: RouteClass
  readonly scale: number
  /** Whether the request may leave a record, which the gate then has sealed a moment later. */
  readonly mayChange: boolean
  /** Answers as ever and takes nothing: for what is counted only when it fails. */
  readonly looksOnly?: boolean
  /** The published plugin that is asked: an admitted request counts as one of its day. */
  readonly plugin?: string
}

/** Something that a published plugin does, beside answering requests. */
export interface SpendAsk {
  readonly pluginId: string
  /** `port:email`, `host:api.example.com`, `call:booking GET /bookings`, `egressBytes`. */
  readonly what: string
  readonly amount: number
  /** The most in a day. */
  readonly cap: number
}

export interface SpendVerdict {
  readonly allowed: boolean
  /** Of the cap, today. */
  readonly left: number
  /** As a verdict's: under it the plugin's grants are read. */
  readonly epoch: number | null
}

export interface Verdict {
  readonly allowed: boolean
  /** The limit that is closest to its end. */
  readonly policy: string
  readonly quota: number
  readonly windowSeconds: number
  readonly remaining: number
  readonly resetSeconds: number
  readonly waitSeconds: number
  /** Counts every change of rights; null while one is under way, when nothing may be cached. */
  readonly epoch: number | null
  /** The plan by which it was decided. */
  readonly plan: Plan
  /** Whether somebody follows the tenant's record live, and wants to hear of a change; known where one may follow. */
  readonly isFollowed: boolean
  /** Requests to the asked plugin today, this one among them. */
  readonly pluginRequests?: number
}

/** What is left of one of a principal's limits. */
export interface Level {
  readonly routeClass: RouteClass
  readonly quota: number
  readonly remaining: number
}

const sealAfterMs = 2000
/** A change of rights that never reported its end stops holding back the caches after this long. */
const longestRevisionMs = 15_000
const checkpointsKept = 1000
/** How exactly a sleeping object remembers what is counted often. */
const requestsStep = 50
const bytesStep = 1_000_000
/** Live streams at once: of one person or key, and of everybody in a tenant. */
const mostLines = { principal: 12, tenant: 2000 } as const

/** One per tenant, person, address and account: who may pass, how often, and under which epoch of rights. */
export class Gate extends DurableObject<Env> {
  readonly #buckets = new Map<string, Bucket>()
  readonly #announcer: Announcer
  readonly #counts: DailyCounts
  #epoch: number
  #plan: Plan
  /** Changes of rights that are under way, each with the time until which it is waited for. */
  #revisions: Readonly<Record<string, number>>

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#epoch = ctx.storage.kv.get<number>('epoch') ?? 0
    this.#plan = ctx.storage.kv.get<Plan>('plan') ?? 'free'
    this.#revisions = ctx.storage.kv.get<Readonly<Record<string, number>>>('revisions') ?? {}
    this.#counts = new DailyCounts(ctx.storage.kv)
    this.#announcer = new Announcer(
      () => kernelDatabase(env, ctx.storage.kv.get<string>('tenantId') ?? systemTenantId),
      (announcement) => {
        const message = JSON.stringify(announcement)
        for (const socket of ctx.getWebSockets()) if (socket.readyState === WebSocket.OPEN) socket.send(message)
      },
    )
  }

  /**
   * Takes a token from every limit that the request meets, and answers with the one closest to its end.
   *
   * All or none: a principal over its own limit would else use up its tenant's with requests that are refused.
   */
  async admit(ask: Ask): Promise<Verdict> {
    const nowMs = Date.now()
    if (ask.mayChange && ask.scope !== 'address' && ask.scope !== 'account') await this.#sealSoon(ask.id, nowMs)
    const takes = limitsFor(ask.scope, this.#plan, ask.routeClass, ask.scale).map(({ name, limit }) => {
      const key = name.startsWith('tenant-') ? name : `${ask.principal} ${name}`
      return { name, key, limit, ...takeToken(this.#bucket(key, isLasting(limit)), limit, nowMs) }
    })
    const allowed = takes.every(({ waitMs }) => waitMs === 0)
    if (allowed && ask.looksOnly !== true)
      for (const { key, bucket, limit } of takes) this.#keepBucket(key, bucket, isLasting(limit))
    const [closest] = takes.sort((a, b) => b.waitMs - a.waitMs || a.bucket.tokens - b.bucket.tokens)
    if (closest === undefined) throw new Error('Every class of route has a limit')
    return {
      allowed,
      policy: closest.name,
      quota: closest.limit.quota,
      windowSeconds: closest.limit.windowSeconds,
      remaining: Math.floor(closest.bucket.tokens),
      resetSeconds: secondsToFull(closest.bucket, closest.limit),
      waitSeconds: Math.ceil(closest.waitMs / 1000),
      epoch: this.#epochAt(nowMs),
      plan: this.#plan,
      isFollowed: ask.mayChange && this.ctx.getWebSockets().length > 0,
      ...(allowed && ask.looksOnly !== true && ask.plugin !== undefined
        ? { pluginRequests: this.#countRequest(ask.plugin, nowMs) }
        : {}),
    }
  }

  /** Counts what a published plugin does today, or refuses it. */
  async spend({ pluginId, what, amount, cap }: SpendAsk): Promise<SpendVerdict> {
    const nowMs = Date.now()
    const step = what === 'egressBytes' ? bytesStep : 1
    const { allowed, used } = this.#counts.add(pluginId, what, amount, cap, nowMs, step)
    return { allowed, left: Math.max(0, cap - used), epoch: this.#epochAt(nowMs) }
  }

  /** What a published plugin used today, by what. */
  async spent(pluginId: string): Promise<Record<string, number>> {
    return this.#counts.read(pluginId, Date.now())
  }

  /** Where a principal stands with its limits of each kind of route; takes nothing. */
  async levels(principal: string, scale: number): Promise<Level[]> {
    const nowMs = Date.now()
    return tenantClasses.flatMap((routeClass) => {
      const [own] = limitsFor('tenant', this.#plan, routeClass, scale)
      if (own === undefined) return []
      const bucket = this.#bucket(`${principal} ${own.name}`, isLasting(own.limit))
      return [{ routeClass, quota: own.limit.quota, remaining: Math.floor(tokensAt(bucket, own.limit, nowMs)) }]
    })
  }

  /** Opens a line for a live stream: it hears of new records until rights change. The object may sleep meanwhile. */
  override async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url)
    const [tenantId, actor] = [searchParams.get('tenant') ?? '', searchParams.get('actor') ?? '']
    const own = this.ctx.getWebSockets(actor)
    if (own.length >= mostLines.principal || this.ctx.getWebSockets().length >= mostLines.tenant) {
      for (const socket of own) if (socket.readyState === WebSocket.OPEN) socket.send(areYouThere)
      return new Response(null, { status: 429 })
    }
    this.#keepTenant(tenantId)
    const { 0: theirs, 1: ours } = new WebSocketPair()
    this.ctx.acceptWebSocket(ours, [actor])
    return new Response(null, { status: 101, webSocket: theirs })
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    socket.close()
  }

  /** The tenant's record has grown: whoever follows it hears of it, and it is sealed a moment later. */
  async recordGrew(tenantId: string): Promise<void> {
    await this.#sealSoon(tenantId, Date.now())
    this.#announce()
  }

  /** The streams of these people say that there is something new behind the bell. */
  async ring(actors: readonly string[]): Promise<void> {
    for (const actor of actors)
      for (const socket of this.ctx.getWebSockets(actor)) if (socket.readyState === WebSocket.OPEN) socket.send(bell)
  }

  /** Announces a change of rights: until it, and every other one, ends, no isolate may act on what it remembers. */
  async beginRevision(id: string): Promise<void> {
    this.#setRevisions({ ...this.#revisions, [id]: Date.now() + longestRevisionMs })
  }

  /** The change of rights is in the database, or did not happen: what isolates remember from before is void. */
  async endRevision(id: string): Promise<void> {
    const { [id]: _, ...others } = this.#revisions
    this.#setRevisions(others)
  }

  /** The tenant's plan, as the database knows it: from now on its limits hold. */
  async learnPlan(plan: Plan): Promise<void> {
    this.#plan = plan
    this.ctx.storage.kv.put('plan', plan)
  }

  /** Seals what is unsealed now, and answers all checkpoints, the oldest first. */
  async checkpoints(tenantId: string): Promise<Checkpoint[]> {
    await this.#seal(tenantId)
    return [...this.ctx.storage.kv.list<Checkpoint>({ prefix: 'checkpoint:' })].map(([, checkpoint]) => checkpoint)
  }

  /** Seals the tenant's records a moment after the last of them; tries again when the database is away. */
  override async alarm(): Promise<void> {
    const tenantId = this.ctx.storage.kv.get<string>('tenantId')
    if (tenantId !== undefined) await this.#seal(tenantId)
  }

  async #seal(tenantId: string): Promise<void> {
    const checkpoint = await sealLedger(this.env, tenantId)
    if (checkpoint === undefined) return
    // Whatever made the record grow, and told nobody: here it is found.
    this.#announce()
    const { kv } = this.ctx.storage
    // The first head that was signed at a place stands for good: a chain that was written anew must not replace it.
    if (kv.get(checkpointKey(checkpoint.seq)) !== undefined) return
    kv.put(checkpointKey(checkpoint.seq), checkpoint)
    if (checkpoint.seq > checkpointsKept) this.#thinOut()
  }

  /** Old checkpoints go, but the first of every thousand records stays for good. */
  #thinOut(): void {
    const { kv } = this.ctx.storage
    const all = [...kv.list<Checkpoint>({ prefix: 'checkpoint:' })]
    let thousand = -1
    for (const [key, { seq }] of all.slice(0, Math.max(0, all.length - checkpointsKept))) {
      const own = Math.floor(seq / 1000)
      if (own === thousand) kv.delete(key)
      thousand = own
    }
  }

  async #sealSoon(tenantId: string, nowMs: number): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) !== null) return
    this.#keepTenant(tenantId)
    await this.ctx.storage.setAlarm(nowMs + sealAfterMs)
  }

  #announce(): void {
    if (this.ctx.getWebSockets().length > 0) this.ctx.waitUntil(this.#announcer.poke())
  }

  #keepTenant(tenantId: string): void {
    const { kv } = this.ctx.storage
    if (kv.get<string>('tenantId') !== tenantId) kv.put('tenantId', tenantId)
  }

  #setRevisions(revisions: Readonly<Record<string, number>>): void {
    const nowMs = Date.now()
    this.#epoch += 1
    this.#revisions = Object.fromEntries(Object.entries(revisions).filter(([, untilMs]) => nowMs < untilMs))
    this.ctx.storage.kv.put('epoch', this.#epoch)
    this.ctx.storage.kv.put('revisions', this.#revisions)
    // Streams come back and are judged anew: before the change, and once more when it has happened.
    for (const socket of this.ctx.getWebSockets()) socket.close(4001, 'Rights change')
  }

  #epochAt(nowMs: number): number | null {
    return Object.values(this.#revisions).some((untilMs) => nowMs < untilMs) ? null : this.#epoch
  }

  #countRequest(pluginId: string, nowMs: number): number {
    return this.#counts.add(pluginId, 'requests', 1, Number.POSITIVE_INFINITY, nowMs, requestsStep).used
  }

  #bucket(key: string, lasting: boolean): Bucket | undefined {
    return this.#buckets.get(key) ?? (lasting ? this.ctx.storage.kv.get<Bucket>(`bucket:${key}`) : undefined)
  }

  #keepBucket(key: string, bucket: Bucket, lasting: boolean): void {
    this.#buckets.set(key, bucket)
    if (lasting) this.ctx.storage.kv.put(`bucket:${key}`, bucket)
  }
}

function checkpointKey(seq: number): string {
  return `checkpoint:${String(seq).padStart(15, '0')}`
}
