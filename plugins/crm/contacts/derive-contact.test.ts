import { describe, expect, it } from 'vitest'
import { deriveContact, nameOf } from './derive-contact.ts'

const zoe = {
  firstName: 'Zoë',
  lastName: 'Müller-Łęcka',
  emails: ['Zoe@Example.com'],
  phones: ['0170 123 45 67'],
  company: 'Café Straße',
  jobTitle: null,
  tags: ['VIP'],
}

describe('what is derived from a contact', () => {
  it('folds accents and case, so that either way of writing finds it', () => {
    const { searchText } = deriveContact(zoe, '')
    for (const part of ['zoe', 'muller', 'lecka', 'vip', 'example']) expect(searchText).toContain(part)
    expect(searchText).not.toContain('cafe')
  })

  it('sorts by last name, then first name', () => {
    expect(deriveContact(zoe, '').sortName.startsWith('muller')).toBe(true)
  })

  it('makes the same key of the same phone, written at home or from abroad', () => {
    const abroad = deriveContact({ ...zoe, phones: ['+49 170 1234567'] }, '+49')
    expect(deriveContact(zoe, '+49').keys).toEqual(abroad.keys)
    expect(abroad.keys[0]).toBe('e:zoe@example.com')
  })

  it('calls somebody without a name by what there is', () => {
    expect(nameOf({ firstName: '', lastName: '', emails: ['a@b.cd'], phones: [], company: null })).toBe('a@b.cd')
  })
})
