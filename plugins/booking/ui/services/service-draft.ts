import { createSignal } from 'solid-js'
import { copyOf } from '../copy-of.ts'
import type { Need, Question, Service } from '../types.ts'

type Writable =
  | 'name'
  | 'description'
  | 'colour'
  | 'visibility'
  | 'active'
  | 'durations'
  | 'slotMinutes'
  | 'location'
  | 'questions'
  | 'price'
  | 'pricePer'
  | 'bufferBeforeMinutes'
  | 'bufferAfterMinutes'
  | 'minNoticeMinutes'
  | 'windowDays'
  | 'changeNoticeMinutes'
  | 'limits'
  | 'guestsPerHour'
  | 'seats'
  | 'party'
  | 'needsConfirmation'
  | 'waitingList'
  | 'maxRepeats'
  | 'needs'
  | 'calendarIds'
  | 'reminders'
  | 'followUpMinutes'

/** A service while it is written; the address comes with the name unless one is given. */
export type ServiceDraft = Pick<Service, Writable> & { readonly slug: string }

const usual: ServiceDraft = {
  name: '',
  slug: '',
  description: null,
  colour: '#0f8a7e',
  visibility: 'public',
  active: true,
  durations: [30],
  slotMinutes: null,
  location: { kind: 'place', details: null },
  questions: [],
  price: null,
  pricePer: 'booking',
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  minNoticeMinutes: 60,
  windowDays: 60,
  changeNoticeMinutes: 1440,
  limits: { perDay: null, perWeek: null, perMonth: null },
  guestsPerHour: null,
  seats: 1,
  party: { min: 1, max: 1 },
  needsConfirmation: false,
  waitingList: false,
  maxRepeats: 1,
  needs: [],
  calendarIds: null,
  reminders: [1440],
  followUpMinutes: null,
}

/** What a form changes of a service, field by field. */
export function createServiceDraft(service: Service | undefined, people: readonly string[]) {
  const names = Object.keys(usual) as (keyof ServiceDraft)[]
  const initial =
    service === undefined
      ? { ...usual, needs: people.length === 0 ? [] : [needOf(people)] }
      : (Object.fromEntries(names.map((name) => [name, copyOf(service[name])])) as unknown as ServiceDraft)
  const [draft, setDraft] = createSignal<ServiceDraft>(initial)
  return {
    /** Whether it is there already. */
    isKnown: service !== undefined,
    draft,
    change: (part: Partial<ServiceDraft>) => setDraft((before) => ({ ...before, ...part })),
    /** For the API: an address that was left empty is made of the name. */
    body: () => {
      const { slug, ...rest } = draft()
      return slug === '' ? rest : { ...rest, slug }
    },
  }
}

export type Draft = ReturnType<typeof createServiceDraft>

export function needOf(resourceIds: readonly string[]): Need {
  return {
    title: null,
    count: 1,
    customerChooses: resourceIds.length > 1,
    perGuest: false,
    resources: resourceIds.map((resourceId) => ({ resourceId, weight: 1 })),
  }
}

export function newQuestion(taken: readonly Question[]): Question {
  const numbers = taken.map(({ key }) => Number(/^question(\d+)$/.exec(key)?.[1] ?? 0))
  return { key: `question${Math.max(0, ...numbers) + 1}`, label: '', kind: 'text', required: false, choices: [] }
}

/** "30, 45" in minutes; undefined for what is no list of them. */
export function readDurations(text: string): number[] | undefined {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '')
  const minutes = parts.map(Number)
  return parts.length > 0 && minutes.every((each) => Number.isInteger(each) && each > 0) ? minutes : undefined
}
