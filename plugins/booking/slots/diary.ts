import type { NewService, Span, WeekHours } from '../contract.ts'

/** A resource as slots need it. */
export interface DiaryResource {
  readonly id: string
  readonly name: string
  readonly capacity: number
  readonly active: boolean
  /** Null: the workspace's. */
  readonly timeZone: string | null
  readonly hours: WeekHours
}

/** What a service asks for, as far as slots go by it. */
export interface DiaryService
  extends Pick<
    NewService,
    | 'durations'
    | 'slotMinutes'
    | 'bufferBeforeMinutes'
    | 'bufferAfterMinutes'
    | 'minNoticeMinutes'
    | 'windowDays'
    | 'limits'
    | 'guestsPerHour'
    | 'seats'
    | 'calendarIds'
  > {
  readonly id: string
  readonly needs: readonly {
    readonly count: number
    readonly perGuest: boolean
    readonly resources: readonly { readonly resourceId: string; readonly weight: number }[]
  }[]
}

/** What a booking has taken: a resource, or seats of a session where `resourceId` is null. Buffers are included. */
export interface DiaryClaim {
  readonly bookingId: string
  readonly serviceId: string
  readonly resourceId: string | null
  readonly sessionId: string
  readonly fromMs: number
  readonly toMs: number
  readonly amount: number
  readonly capacity: number
  /** Of the booking, without buffers. */
  readonly startMs: number
  readonly endMs: number
}

/** All that is known of a service around some days: what slots are computed from. */
export interface Diary {
  /** The workspace's zone. */
  readonly timeZone: string
  readonly service: DiaryService
  readonly resources: readonly DiaryResource[]
  readonly daysOff: readonly {
    readonly resourceId: string | null
    readonly fromDay: string
    readonly toDay: string
    readonly spans: readonly Span[]
  }[]
  readonly busy: readonly {
    readonly resourceId: string
    readonly calendarId: string | null
    readonly fromMs: number
    readonly toMs: number
  }[]
  readonly claims: readonly DiaryClaim[]
  /** When bookings of the service begin, and for how many: what its limits are counted by. */
  readonly starts: readonly { readonly bookingId: string; readonly startMs: number; readonly party: number }[]
}

/** Which slots are looked for. */
export interface SlotWish {
  readonly nowMs: number
  /** Slots begin from here on, and before there. */
  readonly fromMs: number
  readonly toMs: number
  readonly durationMinutes: number
  readonly party: number
  /** Resources that have to be among those that are taken. */
  readonly wanted: readonly string[]
  /** A booking that is to move: what it has taken counts as free. */
  readonly movingId?: string | undefined
  /** Hours, days off, busy times, notice, window and limits do not bind; what others have taken does. */
  readonly anyTime?: boolean | undefined
}
