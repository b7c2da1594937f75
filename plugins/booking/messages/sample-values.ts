import type { Tenant } from '#sdk'
import type { Values } from './fill-in.ts'
import { valuesOf } from './values-of.ts'

const dayMs = 86_400_000

/** Names and times as they could be, for a look at a message before anybody gets it. */
export function sampleValues({ name, currency, language, timeZone }: Tenant, now: Date): Values {
  const startsAt = new Date(Math.ceil(now.getTime() / dayMs) * dayMs + dayMs / 2).toISOString()
  const id = '00000000-0000-7000-8000-000000000000'
  return valuesOf({
    business: name,
    link: 'https://example.com/your-booking',
    reason: 'Something came up.',
    until: startsAt,
    booking: {
      id,
      version: 1,
      createdAt: startsAt,
      updatedAt: startsAt,
      status: 'confirmed',
      service: { id, name: 'Haircut', slug: 'haircut', colour: '#2f6fed' },
      startsAt,
      endsAt: startsAt,
      durationMinutes: 45,
      customer: { name: 'Sam Example', email: 'sam@example.com', phone: null },
      party: 1,
      seats: 1,
      sessionId: id,
      resources: [{ id, name: 'Alex', kind: 'person', colour: null }],
      location: { kind: 'place', details: '12 Example Street' },
      price: { amount: 4500, currency },
      answers: [],
      note: null,
      staffNote: null,
      timeZone,
      language,
      source: 'page',
      seriesId: null,
      heldUntil: null,
      cancelReason: null,
      cancelledAt: null,
    },
  })
}
