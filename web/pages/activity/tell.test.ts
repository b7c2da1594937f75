import { describe, expect, it } from 'vitest'
import { tell } from './tell.ts'

const names = { person: () => 'Bert Berg', key: () => 'Our website', plugin: () => 'Customers' }
const entry = (action: string, data: Record<string, unknown> = {}) =>
  ({ id: '1', at: '', actor: 'person:1', actorName: null, action, subject: 'person:2', data }) as never

describe('what happened, in words', () => {
  it.each([
    ['tenant.changed', { timeZone: 'UTC', colour: null }, 'changed the time zone and the colour'],
    ['member.roleChanged', { role: 'admin' }, 'changed the role of Bert Berg to Manager'],
    ['crm.contact.created', { name: 'Milo Rossi' }, 'added a contact: Milo Rossi'],
    ['crm.deal.won', { title: 'Gift cards' }, 'won a deal: Gift cards'],
    ['crm.task.completed', { title: 'Order colour' }, 'finished a task: Order colour'],
    ['crm.contacts.changed', { count: 12, action: 'tag' }, 'changed 12 contacts'],
    ['booking.appointment.rescheduledLate', {}, 'rescheduled late an appointment'],
    ['crm.route.post', {}, 'crm.route.post'],
  ])('%s %j', (action, data, words) => expect(tell(entry(action, data), names)).toBe(words))
})
