import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from '#sdk'
import type { ContactDraft } from '../contact-draft.ts'
import { deriveContact } from '../contacts/derive-contact.ts'
import { type BatchFacts, type MappedCsvRow, mergeDrafts, planBatch } from './plan-batch.ts'

const nobody: ContactDraft = {
  firstName: '',
  lastName: '',
  emails: [],
  phones: [],
  company: null,
  jobTitle: null,
  website: null,
  street: null,
  city: null,
  region: null,
  postalCode: null,
  country: null,
  birthday: null,
  notes: null,
  tags: [],
  custom: {},
}

function row(number: number, given: Partial<ContactDraft>): MappedCsvRow {
  const draft = { ...nobody, ...given }
  return { csvRow: { number, cells: [String(number)] }, draft, custom: {}, derived: deriveContact(draft, '') }
}

function facts(duplicates: BatchFacts['duplicates'], known: Record<string, string> = {}): BatchFacts {
  let made = 0
  return {
    duplicates,
    contactOf: new Map(Object.entries(known)),
    companyOf: new Map(),
    foldText,
    newId: () => `new-${made++}`,
  }
}

const anna = { firstName: 'Anna', emails: ['anna@example.com'] }

describe('the plan of a batch', () => {
  it('makes one contact of two rows that share an email, when it merges', () => {
    const plan = planBatch([row(2, anna), row(3, { emails: ['ANNA@example.com'], city: 'Wien' })], facts('merge'))
    expect(plan.created).toHaveLength(1)
    expect(plan.created[0]?.draft).toMatchObject({ firstName: 'Anna', emails: ['anna@example.com'], city: 'Wien' })
    expect(plan.rows).toEqual({ created: 1, merged: 1, skipped: 0, failed: 0 })
  })

  it('keeps a row that it leaves out, whole and with its reason', () => {
    const plan = planBatch([row(2, anna), row(3, anna)], facts('skip'))
    expect(plan.problems).toEqual([
      expect.objectContaining({
        row_number: 3,
        kind: 'duplicate',
        cells: ['3'],
        reason: expect.stringContaining('earlier row'),
      }),
    ])
  })

  it('makes a company once, however it is written', () => {
    const plan = planBatch(
      [row(2, { firstName: 'A', company: 'Café Nord' }), row(3, { firstName: 'B', company: 'CAFE  nord' })],
      facts('create'),
    )
    expect(plan.companies).toEqual([{ id: expect.any(String), name: 'Café Nord', name_key: 'cafe nord' }])
    expect(new Set(plan.created.map(({ companyId }) => companyId)).size).toBe(1)
  })

  it('accounts for every row, once, in every mode', () => {
    const someEmail = fc.constantFrom('a@x.yz', 'b@x.yz', 'c@x.yz', 'd@x.yz')
    const someRow = fc.record({ emails: fc.array(someEmail, { maxLength: 2 }), firstName: fc.constantFrom('A', 'B') })
    fc.assert(
      fc.property(
        fc.array(someRow),
        fc.constantFrom('skip', 'merge', 'create' as const),
        fc.boolean(),
        (rows, mode, isKnown) => {
          const plan = planBatch(
            rows.map((given, index) => row(index + 2, given)),
            facts(mode as 'skip', isKnown ? { 'e:a@x.yz': 'old' } : {}),
          )
          const { created, merged, skipped, failed } = plan.rows
          expect(created + merged + skipped + failed).toBe(rows.length)
          expect(plan.created).toHaveLength(created)
          expect(plan.problems).toHaveLength(skipped + failed)
          const ids = [...plan.created, ...plan.merged].map(({ id }) => id)
          expect(new Set(ids).size).toBe(ids.length)
        },
      ),
    )
  })

  it('merges a contact with itself into itself', () => {
    const full = { ...nobody, ...anna, phones: ['1 23 45 67'], tags: ['x'], custom: { a: '1' } }
    expect(mergeDrafts(full, full)).toEqual(full)
  })
})
