import type { Client, Reply } from './client.ts'

/** What was put into a workspace, for whoever opens the pages of it. */
export interface Filled {
  readonly contactId: string
  readonly companyId: string
  readonly dealId: string
  readonly webhookId: string
}

const day = 86_400_000

/**
 * Puts a small business into a workspace, with something on every page. `say` writes each text that a person could have
 * typed: as it is, or as an attacker would.
 */
export async function fillWorkspace(client: Client, say: (text: string) => string = (text) => text): Promise<Filled> {
  const today = Date.now()
  const me: string = (await client.get('/api/me')).body.user.id
  const dateIn = (days: number) => new Date(today + days * day).toISOString().slice(0, 10)
  await sent(client.patch('/api/tenant', { name: say('Salon Anna'), colour: '#0f766e', timeZone: 'Europe/Berlin' }))
  await sent(client.post('/api/api-keys', { name: say('Our website'), permissions: ['crm.contacts.read'] }))
  await sent(client.post('/api/invitations', { email: 'mia@example.com', role: 'member' }))
  const webhook = await sent(
    client.post('/api/webhooks', {
      url: 'https://hooks.example.com/salon',
      description: say('Books won deals in our ledger'),
      events: ['crm.deal.*'],
    }),
  )
  for (const field of [
    { key: say('Hair type'), type: 'choice', choices: [say('Fine'), 'Thick', 'Curly'] },
    { key: say('Visits'), type: 'number' },
    { key: say('Margin'), type: 'formula', formula: 'amount * 0.4', records: ['deal'] },
  ])
    await sent(client.post('/api/crm/fields', field))

  const companies: string[] = []
  for (const [name, website] of businesses) {
    const made = {
      name: say(name),
      website: `https://${website}`,
      tags: [say('partner')],
      notes: say('Met at the fair.'),
    }
    companies.push(await sent(client.post('/api/crm/companies', made)))
  }
  const contacts: string[] = []
  for (const [place, [firstName, lastName, city, country]] of people.entries()) {
    const made = {
      firstName: say(firstName),
      lastName: say(lastName),
      emails: [
        `${firstName}.${lastName}@example.com`
          .toLowerCase()
          .normalize('NFKD')
          .replaceAll(/[^\x21-\x7e]/g, ''),
      ],
      phones: [`+49 30 5550${100 + place}`],
      companyId: place % 3 === 0 ? companies[place % companies.length] : null,
      jobTitle: place % 3 === 0 ? say('Manager') : null,
      street: say('Lindenstraße 4'),
      city: say(city),
      region: say('North'),
      country: say(country),
      notes: place % 4 === 0 ? say('Prefers mornings; allergic to ammonia.') : null,
      tags: [say(place % 2 === 0 ? 'regular' : 'new'), ...(place % 7 === 0 ? [say('VIP')] : [])],
      custom: { [say('Hair type')]: say('Fine'), [say('Visits')]: place + 1 },
    }
    contacts.push(await sent(client.post('/api/crm/contacts', made)))
  }

  const pipelines = (await client.post('/api/crm/pipelines/default')).body.data
  const stages: { id: string; kind: string }[] = pipelines[0].stages
  await sent(
    client.post('/api/crm/pipelines', {
      name: say('Weddings'),
      stages: [
        { name: say('Asked'), kind: 'open', probability: 20 },
        { name: say('Trial done'), kind: 'open', probability: 60 },
        { name: say('Booked'), kind: 'won', probability: 100 },
        { name: say('Gone'), kind: 'lost', probability: 0 },
      ],
    }),
  )
  const dealIds: string[] = []
  for (const [place, [title, amount]] of deals.entries()) {
    const stage = stages[place % stages.length]
    const id = await sent(
      client.post('/api/crm/deals', {
        title: say(title),
        pipelineId: pipelines[0].id,
        stageId: stages.find(({ kind }) => kind === 'open')?.id,
        amount: { amount, currency: 'EUR' },
        contactId: contacts[place % contacts.length],
        companyId: companies[place % companies.length],
        expectedClose: dateIn(place * 3 - 4),
        tags: [say('spring')],
      }),
    )
    dealIds.push(id)
    const lostReason = stage?.kind === 'lost' ? { lostReason: say('Too far away') } : {}
    await sent(client.post(`/api/crm/deals/${id}/move`, { stageId: stage?.id, afterId: null, ...lostReason }))
  }
  for (const [place, title] of chores.entries()) {
    const id = await sent(
      client.post('/api/crm/tasks', {
        title: say(title),
        dueOn: place === chores.length - 1 ? null : dateIn(place * 2 - 4),
        priority: (['normal', 'high', 'low'] as const)[place % 3],
        assigneeId: place % 3 === 2 ? null : me,
        contactId: contacts[place],
        dealId: place % 2 === 0 ? dealIds[place] : null,
        notes: say('Ask for Anna.'),
      }),
    )
    if (place === 1) await sent(client.post(`/api/crm/tasks/${id}/done`, { done: true }))
  }
  const [contactId = '', companyId = '', dealId = ''] = [contacts[0], companies[0], dealIds[0]]
  for (const about of [{ contactId }, { companyId }, { dealId }])
    await sent(
      client.post('/api/crm/notes', { body: say('Called today. Wants an offer by Friday.'), pinned: true, ...about }),
    )
  await sent(
    client.post('/api/crm/views', {
      record: 'contacts',
      name: say('Regulars'),
      query: { tag: say('regular') },
      shared: true,
    }),
  )
  await sent(
    client.post('/api/crm/views', { record: 'deals', name: say('Closing soon'), query: { sort: 'expectedClose' } }),
  )
  return { contactId, companyId, dealId, webhookId: webhook }
}

/** The id of what was made; anything but a success ends the filling with what was said. */
async function sent(reply: Promise<Reply>): Promise<string> {
  const { status, body } = await reply
  if (status >= 300) throw new Error(`Filling the workspace was answered ${status}: ${JSON.stringify(body)}`)
  return body?.id ?? ''
}

const businesses = [
  ['Café Linde', 'cafe-linde.example'],
  ['Hotel Seeblick', 'seeblick.example'],
  ['Studio Nord', 'studio-nord.example'],
  ['Bloom & Co', 'bloom.example'],
] as const

const people = [
  ['Berta', 'Adler', 'Berlin', 'Germany'],
  ['Carlos', 'Núñez', 'Madrid', 'Spain'],
  ['Dora', 'Kovács', 'Budapest', 'Hungary'],
  ['Elif', 'Yılmaz', 'Izmir', 'Türkiye'],
  ['Finn', 'Olsen', 'Bergen', 'Norway'],
  ['Grace', 'Okafor', 'Lagos', 'Nigeria'],
  ['Hana', 'Sato', 'Osaka', 'Japan'],
  ['Ivan', 'Petrov', 'Plovdiv', 'Bulgaria'],
  ['Jana', 'Nováková', 'Brno', 'Czechia'],
  ['Karim', 'Haddad', 'Lyon', 'France'],
  ['Lena', 'Brandt', 'Hamburg', 'Germany'],
  ['Milo', 'Rossi', 'Torino', 'Italy'],
] as const

const deals = [
  ['Bridal styling, June', 84_000],
  ['Team day for Café Linde', 126_000],
  ['Gift cards', 45_000],
  ['Yearly care plan', 96_000],
  ['Photo shoot styling', 61_500],
  ['Colour course', 38_000],
  ['Hotel spa weekend', 240_000],
  ['Party make-up', 27_500],
] as const

const chores = [
  'Send the offer',
  'Order colour',
  'Call about the trial date',
  'Write the invoice',
  'Plan the team day',
  'Ask for a review',
] as const
