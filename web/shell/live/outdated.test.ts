import { describe, expect, it } from 'vitest'
import { isOutdatedBy } from './outdated.ts'

const record = (action: string) => ({ id: '1', at: '', actor: 'person:1', action, subject: 'x:1', about: [] })

describe('what a record makes out of date', () => {
  it.each([
    ['crm.contact.updated', ['salon', 'crm', 'contacts', { q: '' }]],
    ['crm.contact.updated', ['salon', 'activity', '']],
    ['booking.appointment.made', ['salon', 'crm', 'timeline', 'contact:1']],
    ['member.joined', ['salon', 'members']],
    ['tenant.renamed', ['salon', 'workspace']],
    ['module.changed', ['salon', 'workspace']],
    ['apiKey.created', ['salon', 'usage']],
  ])('%s: %j', (action, key) => expect(isOutdatedBy(key, record(action))).toBe(true))

  it.each([
    ['crm.contact.updated', ['salon', 'members']],
    ['crm.contact.updated', ['salon', 'booking', 'days']],
    ['member.joined', ['salon', 'crm', 'contacts']],
    ['member.joined', ['salon', 'api-keys']],
  ])('%s leaves %j alone', (action, key) => expect(isOutdatedBy(key, record(action))).toBe(false))
})
