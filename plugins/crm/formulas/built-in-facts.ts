import type { RecordNoun } from '../contract.ts'
import { type Clock, dayIn } from '../days/day-in.ts'
import { minorDigits } from '../money/add-amount.ts'
import type { ResultType } from './functions.ts'
import { CalendarDay, readDay, type Value } from './values.ts'

/** The fields that every record has, as formulas name them, and what they hold. */
export const builtInFields: Readonly<Record<RecordNoun, Readonly<Record<string, ResultType>>>> = {
  contact: {
    'first name': 'text',
    'last name': 'text',
    email: 'text',
    phone: 'text',
    company: 'text',
    'job title': 'text',
    website: 'text',
    street: 'text',
    city: 'text',
    region: 'text',
    'postal code': 'text',
    country: 'text',
    birthday: 'date',
    notes: 'text',
    tags: 'text',
    created: 'date',
    updated: 'date',
  },
  company: { name: 'text', website: 'text', notes: 'text', tags: 'text', created: 'date', updated: 'date' },
  deal: {
    title: 'text',
    amount: 'number',
    currency: 'text',
    probability: 'number',
    stage: 'text',
    pipeline: 'text',
    status: 'text',
    contact: 'text',
    company: 'text',
    'expected close': 'date',
    'lost reason': 'text',
    tags: 'text',
    created: 'date',
    updated: 'date',
    'stage since': 'date',
    closed: 'date',
  },
}

interface Dated {
  readonly tags: readonly string[]
  readonly createdAt: string
  readonly updatedAt: string
}

interface ContactSource extends Dated {
  readonly firstName: string
  readonly lastName: string
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly companyName: string | null
  readonly jobTitle: string | null
  readonly website: string | null
  readonly street: string | null
  readonly city: string | null
  readonly region: string | null
  readonly postalCode: string | null
  readonly country: string | null
  readonly birthday: string | null
  readonly notes: string | null
}

export function contactFacts(contact: ContactSource, clock: Clock): Readonly<Record<string, Value>> {
  return {
    'first name': contact.firstName || null,
    'last name': contact.lastName || null,
    email: contact.emails[0] ?? null,
    phone: contact.phones[0] ?? null,
    company: contact.companyName,
    'job title': contact.jobTitle,
    website: contact.website,
    street: contact.street,
    city: contact.city,
    region: contact.region,
    'postal code': contact.postalCode,
    country: contact.country,
    // A birthday without a year is no day that one could reckon with.
    birthday: readDay(contact.birthday ?? '') ?? null,
    notes: contact.notes,
    ...dated(contact, clock),
  }
}

interface CompanySource extends Dated {
  readonly name: string
  readonly website: string | null
  readonly notes: string | null
}

export function companyFacts(company: CompanySource, clock: Clock): Readonly<Record<string, Value>> {
  return { name: company.name, website: company.website, notes: company.notes, ...dated(company, clock) }
}

interface DealSource extends Dated {
  readonly title: string
  readonly amountMinor: number | null
  readonly currency: string | null
  readonly probability: number
  readonly stageName: string
  readonly pipelineName: string
  readonly status: string
  readonly contactName: string | null
  readonly companyName: string | null
  readonly expectedClose: string | null
  readonly lostReason: string | null
  readonly stageSince: string
  readonly closedAt: string | null
}

export function dealFacts(deal: DealSource, clock: Clock): Readonly<Record<string, Value>> {
  const { amountMinor, currency } = deal
  return {
    title: deal.title,
    amount: amountMinor === null || currency === null ? null : amountMinor / 10 ** minorDigits(currency),
    currency,
    probability: deal.probability,
    stage: deal.stageName,
    pipeline: deal.pipelineName,
    status: deal.status,
    contact: deal.contactName,
    company: deal.companyName,
    'expected close': deal.expectedClose === null ? null : new CalendarDay(deal.expectedClose),
    'lost reason': deal.lostReason,
    'stage since': dayOf(deal.stageSince, clock),
    closed: deal.closedAt === null ? null : dayOf(deal.closedAt, clock),
    ...dated(deal, clock),
  }
}

function dated({ tags, createdAt, updatedAt }: Dated, clock: Clock): Readonly<Record<string, Value>> {
  return {
    tags: tags.length === 0 ? null : tags.join(', '),
    created: dayOf(createdAt, clock),
    updated: dayOf(updatedAt, clock),
  }
}

function dayOf(moment: string, { tenant }: Clock): CalendarDay {
  return new CalendarDay(dayIn(tenant.timeZone, new Date(moment)))
}
