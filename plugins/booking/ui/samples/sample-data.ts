import type { WeekHours } from '../types.ts'

/** A salon to try things out with; the word in notes and descriptions finds it again. */

export const sampleWord = 'Sample'

const long: WeekHours = week([{ from: '09:00', to: '18:00' }], [{ from: '10:00', to: '15:00' }])
const early: WeekHours = week([{ from: '08:00', to: '14:00' }], [])
const always: WeekHours = week([{ from: '08:00', to: '20:00' }], [{ from: '08:00', to: '20:00' }])

function week(workday: WeekHours['monday'], saturday: WeekHours['monday']): WeekHours {
  const [monday, tuesday, wednesday, thursday, friday] = [workday, workday, workday, workday, workday]
  return { monday, tuesday, wednesday, thursday, friday, saturday, sunday: [] }
}

export const sampleResources = [
  { kind: 'person', name: 'Mia (sample)', hours: long, colour: '#0b6b63' },
  { kind: 'person', name: 'Tom (sample)', hours: early, colour: '#8a3ffc' },
  { kind: 'person', name: 'Lea (sample)', hours: long, colour: '#b3541e' },
  { kind: 'room', name: 'Treatment room (sample)', hours: always, colour: '#1c6dd0' },
] as const

export interface SampleService {
  readonly name: string
  readonly description: string
  readonly colour: string
  readonly durations: readonly number[]
  /** In minor units of the workspace's currency. */
  readonly amount: number
  readonly more?: Readonly<Record<string, unknown>>
  /** For each need, which of the sample resources it is met by. */
  readonly needs: readonly (readonly number[])[]
}

export const sampleServices: readonly SampleService[] = [
  {
    name: 'Haircut (sample)',
    description: `${sampleWord}: wash, cut and finish.`,
    colour: '#0f8a7e',
    durations: [45, 60],
    amount: 4500,
    needs: [[0, 1, 2]],
  },
  {
    name: 'Colour (sample)',
    description: `${sampleWord}: colour, with the time that it takes to work.`,
    colour: '#a23b8f',
    durations: [120],
    amount: 11_000,
    more: { bufferAfterMinutes: 15 },
    needs: [[0, 2]],
  },
  {
    name: 'Massage (sample)',
    description: `${sampleWord}: a person and the room, both free at the same time.`,
    colour: '#2f6fed',
    durations: [60],
    amount: 7000,
    more: { needsConfirmation: true },
    needs: [[1, 2], [3]],
  },
  {
    name: 'Styling class (sample)',
    description: `${sampleWord}: six seats, and a waiting list once they are taken.`,
    colour: '#b3761e',
    durations: [90],
    amount: 2500,
    more: { seats: 6, waitingList: true },
    needs: [[0]],
  },
]

/** Which service, how many days from today, when, and for whom. */
export const sampleBookings = [
  { service: 0, inDays: 0, time: '09:30', with: [0], customer: 'Amelia Hart' },
  { service: 0, inDays: 0, time: '10:30', with: [1], customer: 'Bruno Keller' },
  { service: 1, inDays: 0, time: '11:00', with: [0], customer: 'Chiara Moretti' },
  { service: 2, inDays: 0, time: '11:30', with: [2, 3], customer: 'Daniel Osei' },
  { service: 0, inDays: 0, time: '14:00', with: [2], customer: 'Eva Lindqvist' },
  { service: 3, inDays: 0, time: '15:30', with: [0], customer: 'Finn Olsen' },
  { service: 3, inDays: 0, time: '15:30', with: [0], customer: 'Grace Okafor' },
  { service: 0, inDays: 1, time: '09:00', with: [0], customer: 'Hana Sato' },
  { service: 1, inDays: 1, time: '10:00', with: [2], customer: 'Ivan Petrov' },
  { service: 2, inDays: 1, time: '12:00', with: [1, 3], customer: 'Jana Nováková' },
  { service: 0, inDays: 2, time: '13:00', with: [0], customer: 'Karim Haddad' },
  { service: 2, inDays: 2, time: '10:00', with: [2, 3], customer: 'Lena Brandt' },
  { service: 0, inDays: 3, time: '09:30', with: [2], customer: 'Milo Rossi' },
  { service: 1, inDays: -1, time: '10:00', with: [0], customer: 'Nora Berg' },
  { service: 0, inDays: -2, time: '11:00', with: [1], customer: 'Oskar Lund' },
] as const
