import { expect, test } from 'vitest'
import { actorWords, type TimelineEntry, timelineWords } from './timeline-words.ts'

const entry = (action: string, data: Record<string, unknown> = {}): TimelineEntry => ({
  id: '1',
  at: '2026-11-23T10:00:00Z',
  actor: 'user:1',
  actorName: null,
  action,
  subject: 'deal:1',
  data,
})
const sources = { stage: (id: string) => (id === 's' ? 'Offer made' : undefined) }
const words = (action: string, data?: Record<string, unknown>) => timelineWords(entry(action, data), sources)

test('what happened to records of customers is told in plain words', () => {
  expect(words('crm.deal.created', { title: 'Wedding' })).toBe('Deal added: Wedding')
  expect(words('crm.deal.moved', { title: 'Wedding', from: 'x', to: 's' })).toBe('Deal moved to Offer made: Wedding')
  expect(words('crm.deal.moved', { from: 'x', to: 'gone' })).toBe('Deal moved')
  expect(words('crm.deal.moved', { from: 's', to: 's' })).toBe('Deal moved within its stage')
  expect(words('crm.contacts.changed', { count: 12, action: 'tag', fields: ['tags'] })).toBe(
    'Tags changed, together with 11 others',
  )
  expect(words('crm.deals.changed', { count: 1, action: 'set', fields: ['ownerId'] })).toBe('Changed: the owner')
  expect(words('crm.deal.lost', { reason: 'Too expensive' })).toBe('Deal lost (Too expensive)')
  expect(words('crm.contact.updated', { fields: ['city', 'tags'] })).toBe('Contact changed: the city and the tags')
  expect(words('crm.contact.merged')).toBe('Contact joined with another')
})

test('a module that the page knows nothing of gets a general sentence, never its raw name', () => {
  expect(words('booking.appointment.rescheduledLate')).toBe('Booking: appointment rescheduled late')
  expect(words('ai_assistant.answered')).toBe('Ai assistant: answered')
  expect(words('crm.deal.frobnicated')).toBe('Crm: deal frobnicated')
  expect(timelineWords(entry('booking.appointment.created'), { ...sources, module: () => 'Appointments' })).toBe(
    'Appointments: appointment created',
  )
})

test('somebody without a name is called by what they are', () => {
  expect(actorWords({ actor: 'user:1', actorName: 'Anna' })).toBe('Anna')
  expect(actorWords({ actor: 'user:1', actorName: null })).toBe('Somebody who left')
  expect(actorWords({ actor: 'key:1', actorName: null })).toBe('A program with an API key')
  expect(actorWords({ actor: 'system', actorName: null })).toBe('The platform')
})
