import { describe, expect, it } from 'vitest'
import { findMatches } from './match.ts'

const items = [
  { label: 'Invite somebody', keywords: ['person', 'team', 'add'] },
  { label: 'New contact', keywords: ['add', 'customer'] },
  { label: 'Contacts' },
  { label: 'Salón Anna' },
]
const labels = (typed: string) => findMatches(items, typed).map(({ label }) => label)

describe('what is typed into the command palette', () => {
  it('finds by the beginnings of words, whatever their order, case and accents', () => {
    expect(labels('CON new')).toEqual(['New contact'])
    expect(labels('salon')).toEqual(['Salón Anna'])
    expect(labels('ontact')).toEqual([])
  })

  it('puts a name that begins so first, and what only a keyword says last', () => {
    expect(labels('con')).toEqual(['Contacts', 'New contact'])
    expect(labels('add')).toEqual(['Invite somebody', 'New contact'])
  })

  it('finds nothing when one of the words fits nowhere, and everything when nothing is typed', () => {
    expect(labels('new deal')).toEqual([])
    expect(labels('  ')).toHaveLength(items.length)
  })
})
