/** Records to try things out with; the tag finds them again, and tasks stand with the people they are about. */

export const sampleTag = 'sample'

export const sampleContacts = [
  {
    firstName: 'Amelia',
    lastName: 'Hart',
    emails: ['amelia.hart@example.com'],
    phones: ['+44 20 7946 0101'],
    city: 'London',
    birthday: '1988-03-14',
    tags: [sampleTag, 'regular'],
    notes: 'Likes the window seat.',
  },
  {
    firstName: 'Bruno',
    lastName: 'Keller',
    emails: ['bruno.keller@example.com'],
    phones: ['+41 44 668 18 00'],
    city: 'Zürich',
    tags: [sampleTag, 'new'],
  },
  {
    firstName: 'Chiara',
    lastName: 'Moretti',
    emails: ['chiara.moretti@example.com'],
    phones: [],
    jobTitle: 'Photographer',
    city: 'Milano',
    birthday: '--09-02',
    tags: [sampleTag, 'regular'],
  },
  {
    firstName: 'Daniel',
    lastName: 'Osei',
    emails: ['daniel.osei@example.com'],
    phones: ['+44 161 496 0202'],
    city: 'Manchester',
    tags: [sampleTag],
    notes: 'Asked for a call in spring.',
  },
  {
    firstName: 'Eva',
    lastName: 'Lindqvist',
    emails: ['eva.lindqvist@example.com'],
    phones: ['+46 8 123 456 78'],
    city: 'Stockholm',
    tags: [sampleTag, 'vip'],
  },
] as const

export interface SampleDeal {
  readonly title: string
  /** In minor units of the workspace's currency. */
  readonly amount: number
  /** Which of the open stages it stands in; `won` and `lost` for those that are over. */
  readonly place: number | 'won' | 'lost'
  /** Which of the sample contacts it is with. */
  readonly contact: number
  readonly closesInDays: number
}

export const sampleDeals: readonly SampleDeal[] = [
  { title: 'Portraits for the website', amount: 120_000, place: 0, contact: 2, closesInDays: 30 },
  { title: 'Wedding styling, May', amount: 84_000, place: 1, contact: 0, closesInDays: 14 },
  { title: 'Gift cards for the team', amount: 45_000, place: 2, contact: 1, closesInDays: 5 },
  { title: 'Yearly care plan', amount: 96_000, place: 'won', contact: 4, closesInDays: -3 },
  { title: 'Birthday party', amount: 30_000, place: 'lost', contact: 3, closesInDays: -10 },
]

export interface SampleTask {
  readonly title: string
  readonly dueInDays: number | null
  readonly priority: 'low' | 'normal' | 'high'
  readonly contact: number
}

export const sampleTasks: readonly SampleTask[] = [
  { title: 'Call Daniel about the spring date', dueInDays: -1, priority: 'high', contact: 3 },
  { title: 'Send Bruno the offer', dueInDays: 0, priority: 'normal', contact: 1 },
  { title: 'Ask Amelia for photos of the dress', dueInDays: 3, priority: 'normal', contact: 0 },
  { title: 'Write Eva a birthday card', dueInDays: null, priority: 'low', contact: 4 },
]
