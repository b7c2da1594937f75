import { newId, platformErrors, type ReadFunction } from '#sdk'
import { errors } from '../errors.ts'
import { chooseResources, type NeedOf } from '../slots/choose-resources.ts'
import type { SlotWish } from '../slots/diary.ts'
import { openDesk, type Desk as SlotDesk } from '../slots/find-slots.ts'
import { boundsAt, type LimitBound } from '../slots/limits.ts'
import { alternativesTo, durationOf } from '../slots/list-slots.ts'
import { momentText } from '../slots/moment-text.ts'
import { diaryFrom, diaryQueries, type ReadDiary, type ServiceKey } from '../slots/read-diary.ts'
import { selectLoads } from './select-loads.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const mostOptions = 24

/** Which times somebody wants to have. */
export interface TimeWish {
  readonly service: ServiceKey
  /** When it begins; several for a series. */
  readonly startsMs: readonly number[]
  readonly durationMinutes?: number | undefined
  readonly party: number
  readonly wanted: readonly string[]
  readonly anyTime: boolean
  /** The booking that moves there; a new one otherwise. */
  readonly movingId?: string
  /** Refuses a service that whoever asks may not book. */
  readonly admit: (service: ReadDiary['service']) => void
}

/** One way to take a time: what is taken of what. */
export interface TakeOption {
  readonly sessionId: string
  readonly claims: readonly {
    readonly place: number
    readonly resourceId: string | null
    readonly amount: number
    readonly capacity: number
  }[]
}

export interface PlannedTime {
  readonly bookingId: string
  readonly startMs: number
  readonly endMs: number
  /** With its buffers. */
  readonly claim: { readonly fromMs: number; readonly toMs: number }
  /** The best first; none when the time cannot be had. */
  readonly options: readonly TakeOption[]
  readonly bounds: readonly LimitBound[]
  /** The refusal when it cannot be had, with other times. */
  readonly refusal: () => Error
}

export interface Plan {
  readonly service: ReadDiary['service']
  readonly party: number
  readonly times: readonly PlannedTime[]
}

/** What planning needs of a request: `c.var`. */
export interface Clock {
  readonly read: ReadFunction
  readonly now: Date
  readonly tenant: { readonly timeZone: string }
}

/** Finds out in one round trip how the wanted times can be had. */
export async function planTimes({ read, now, tenant }: Clock, wish: TimeWish): Promise<Plan> {
  const [first, last] = [Math.min(...wish.startsMs), Math.max(...wish.startsMs)]
  const [diaryRows, loads] = await readAround(read, wish.service, first, last)
  const diary = diaryFrom(diaryRows, tenant.timeZone)
  if (diary === undefined) throw errors.serviceNotFound()
  wish.admit(diary.service)
  const durationMinutes =
    wish.anyTime && wish.durationMinutes !== undefined
      ? wish.durationMinutes
      : durationOf(diary.service, wish.durationMinutes)
  checkParty(diary.service, wish)
  const slotWish: SlotWish = {
    nowMs: now.getTime(),
    fromMs: first,
    toMs: last + 1,
    durationMinutes,
    party: wish.party,
    wanted: wish.wanted,
    movingId: wish.movingId,
    anyTime: wish.anyTime,
  }
  const desk = openDesk(diary, slotWish)
  checkWanted(desk.needs, wish.wanted)
  const load = new Map(loads.map(({ resourceId, count }) => [resourceId, count]))
  const times = await Promise.all(
    wish.startsMs.map(async (startMs) =>
      planTime(diary, desk, slotWish, startMs, { load, bookingId: wish.movingId ?? newId() }),
    ),
  )
  return { service: diary.service, party: wish.party, times }
}

/** Three days before and after, so that a refusal has other times to offer. */
async function readAround(read: ReadFunction, service: ServiceKey, first: number, last: number) {
  const around = 3 * dayMs
  const [rows0, rows1, rows2, rows3, rows4, rows5, loads] = await read((db) => [
    ...diaryQueries(db, service, first - around, last + around),
    selectLoads(db, service, first),
  ])
  return [[rows0, rows1, rows2, rows3, rows4, rows5] as const, loads] as const
}

interface Choice {
  readonly load: ReadonlyMap<string, number>
  readonly bookingId: string
}

async function planTime(
  diary: ReadDiary,
  desk: SlotDesk,
  wish: SlotWish,
  startMs: number,
  choice: Choice,
): Promise<PlannedTime> {
  const { service, timeZone } = diary
  const endMs = startMs + wish.durationMinutes * minuteMs
  // Whoever books without the workspace's rights takes a slot as it is offered, not one that lies between two.
  const isOpen = desk.isAllowed(startMs) && (wish.anyTime === true || desk.starts.has(startMs))
  return {
    bookingId: choice.bookingId,
    startMs,
    endMs,
    claim: {
      fromMs: startMs - service.bufferBeforeMinutes * minuteMs,
      toMs: endMs + service.bufferAfterMinutes * minuteMs,
    },
    options: isOpen ? await optionsAt(diary, desk, startMs, endMs, wish.party, choice) : [],
    bounds: wish.anyTime === true ? [] : boundsAt(service, timeZone, startMs),
    refusal: () =>
      errors.slotTaken({
        startsAt: momentText(startMs),
        alternatives: alternativesTo(diary, { ...wish, anyTime: false }, startMs),
      }),
  }
}

async function optionsAt(
  diary: ReadDiary,
  desk: SlotDesk,
  startMs: number,
  endMs: number,
  party: number,
  { load, bookingId }: Choice,
): Promise<TakeOption[]> {
  const { service, resources } = diary
  const capacities = new Map(resources.map(({ id, capacity }) => [id, capacity]))
  const claimsOf = (ids: readonly string[]): TakeOption['claims'] => [
    ...ids.map((resourceId, place) => ({
      place,
      resourceId,
      amount: desk.amountOf(resourceId),
      capacity: capacities.get(resourceId) ?? 1,
    })),
    ...(service.seats === 1 ? [] : [{ place: ids.length, resourceId: null, amount: party, capacity: service.seats }]),
  ]
  const joined = [...(desk.sessions.get(startMs) ?? [])]
    .sort((one, other) => one.left - other.left)
    .map(({ id, resourceIds }) => ({ sessionId: id, claims: claimsOf(resourceIds) }))
  const opened = assignmentsAt(desk, service, startMs, load).map(async (ids) => ({
    sessionId: service.seats === 1 ? bookingId : await sessionIdOf(service.id, startMs, endMs, ids),
    claims: claimsOf(ids),
  }))
  return [...joined, ...(await Promise.all(opened))]
}

/** Different ways to meet the needs, those first whose turn it is: whoever has the least to do for their weight. */
function assignmentsAt(
  desk: SlotDesk,
  service: ReadDiary['service'],
  startMs: number,
  load: ReadonlyMap<string, number>,
): string[][] {
  const ordered = desk.needs.map((need, place) => {
    const weights = new Map(service.needs[place]?.resources.map(({ resourceId, weight }) => [resourceId, weight]))
    const share = (id: string) => ((load.get(id) ?? 0) + 1) / (weights.get(id) ?? 1)
    const from = need.from.filter((id) => desk.isFree(id, startMs)).sort((one, other) => share(one) - share(other))
    return { ...need, from }
  })
  const ways = new Map<string, string[]>()
  const turns = Math.min(mostOptions, Math.max(1, ...ordered.map(({ from }) => from.length)) * ordered.length)
  for (let turn = 0; turn < turns; turn++) {
    const turned = ordered.map((need, place) => ({ ...need, from: rotate(need.from, turn, place) }))
    const chosen = chooseResources(turned, (id) => desk.isFree(id, startMs))?.flat()
    if (chosen !== undefined) ways.set([...chosen].sort().join(), chosen)
  }
  return [...ways.values()]
}

/** The later needs turn slower, so that together they come to many combinations. */
function rotate(ids: readonly string[], turn: number, place: number): string[] {
  const by = ids.length === 0 ? 0 : Math.floor(turn / (place + 1)) % ids.length
  return [...ids.slice(by), ...ids.slice(0, by)]
}

/** The same for all who come first to a class at one moment: they find themselves in one session. */
async function sessionIdOf(serviceId: string, startMs: number, endMs: number, ids: readonly string[]): Promise<string> {
  const text = [serviceId, startMs, endMs, ...[...ids].sort()].join(' ')
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  const hex = [...hash.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

function checkParty(service: ReadDiary['service'], { party, anyTime }: TimeWish): void {
  const { min, max } = service.party
  const most = anyTime ? Math.max(max, service.seats) : max
  if (party >= (anyTime ? 1 : min) && party <= most) return
  const detail = min === most ? `It is for ${min} at a time` : `Come with ${min} to ${most}`
  throw platformErrors.invalid({ errors: [{ in: 'body', pointer: '#/party', detail }] })
}

function checkWanted(needs: readonly NeedOf[], wanted: readonly string[]): void {
  const met = new Set(needs.flatMap((need) => need.wanted))
  if (wanted.every((id) => met.has(id))) return
  const detail = 'The service does not take these, or not as many of them'
  throw platformErrors.invalid({ errors: [{ in: 'body', pointer: '#/resourceIds', detail }] })
}
