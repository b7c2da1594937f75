import { describe, expect, it } from 'vitest'
import { groupEvents, sayAction, sayEvents } from './say-events.ts'

const crm = { module: 'crm', title: 'Customers' }
const kernel = { module: 'kernel', title: 'Workspace' }

describe('kinds of events', () => {
  it('are told in words that no programmer is needed for', () => {
    expect(sayAction('crm.deal.stageMoved')).toBe('Deal stage moved')
    expect(sayAction('member.roleChanged')).toBe('Member role changed')
    expect(sayAction('apiKey.created')).toBe('API key created')
  })

  it('stand together by the thing that they happen to, without what a module does by itself', () => {
    const groups = groupEvents([
      { action: 'member.joined', ...kernel },
      { action: 'crm.deal.won', ...crm },
      { action: 'crm.deal.lost', ...crm },
      { action: 'crm.route.called', ...crm },
    ])
    expect(groups.map(({ pattern, title, types }) => [pattern, title, types.length])).toEqual([
      ['member.*', 'Member', 1],
      ['crm.deal.*', 'Deal', 2],
    ])
  })

  it('are summed up in a line', () => {
    expect(sayEvents(['*'])).toBe('Everything that happens')
    expect(sayEvents(['crm.deal.*'])).toBe('All about: deal')
    expect(sayEvents(['crm.deal.won', 'member.joined'])).toBe('Deal won, and 1 more kind of events')
    expect(sayEvents([])).toBe('Nothing')
  })
})
