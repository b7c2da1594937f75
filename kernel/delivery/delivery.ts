/** A record on its way to one subscriber. */
export interface Delivery {
  readonly id: string
  /** Whoever holds it may deliver; another lease ends this one. */
  readonly lease: string
  /** 1 for the first try. */
  readonly attempt: number
  readonly eventId: string
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
  readonly about: readonly string[]
}

/** What came of one try; as `kernel.outcome` in SQL. */
export interface Outcome {
  readonly id: string
  readonly lease: string
  /** Done; nobody listens any more; not tried; to be tried again after `wait_ms`; given up. */
  readonly outcome: 'done' | 'dropped' | 'released' | 'retry' | 'dead'
  readonly wait_ms?: number
  /** A webhook's HTTP status. */
  readonly status?: number
  /** What went wrong, in words for the workspace's people. */
  readonly error?: string
  readonly request?: object
  readonly response?: object
}

/** Brings records to one subscriber. */
export interface Carrier {
  /** How many records are taken up at once. */
  readonly atOnce: number
  /** How many of them are under way at the same time. */
  readonly lanes: number
  /** Never throws. Undefined when somebody else has taken the record up. */
  readonly carry: (delivery: Delivery) => Promise<Outcome | undefined>
  /** Called when the outcomes are stored. */
  readonly afterwards?: (outcomes: readonly Outcome[]) => Promise<void>
}

/** Reads a row of `kernel.turn`. What the record is about leaves its data, as it came in. */
export function readDelivery(row: readonly unknown[]): Delivery {
  const [id, lease, attempt, eventId, at, actor, action, subject, data] = row
  const { about, ...rest } = data as Readonly<Record<string, unknown>>
  return {
    id: String(id),
    lease: String(lease),
    attempt: Number(attempt),
    eventId: String(eventId),
    at: new Date(String(at).replace(' ', 'T').replace(/\+00$/, 'Z')),
    actor: String(actor),
    action: String(action),
    subject: String(subject),
    data: rest,
    about: Array.isArray(about) ? about.filter((each) => typeof each === 'string') : [],
  }
}
