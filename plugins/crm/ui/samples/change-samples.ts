import { addDays, todayIn } from '../days.ts'
import { toQuery } from '../query-string.ts'
import type { Desk } from '../records/desk.ts'
import { refreshRecords } from '../records/refresh.ts'
import type { Contact, Deal, Paged, Pipeline, RecordKind, Task } from '../types.ts'
import { type SampleDeal, sampleContacts, sampleDeals, sampleTag, sampleTasks } from './sample-data.ts'

/** In this order they go, so that nothing loses what it stands with. */
const kinds = ['tasks', 'deals', 'contacts'] as const

/** Adds people, deals and tasks to try things out with, as far as the person may. */
export async function addSamples(desk: Desk): Promise<void> {
  const { workspace } = desk
  const today = todayIn(workspace.timeZone)
  const add = <Made>(kind: RecordKind, body: unknown) => workspace.api<Made>(`/crm/${kind}`, { method: 'POST', body })
  const contacts: Contact[] = []
  try {
    // One after the other: the newest stand first, and these in the order of their names.
    for (const body of sampleContacts.toReversed()) contacts.unshift(await add<Contact>('contacts', body))
    const { user } = await workspace.api<{ user: { id: string } }>('/me')
    if (workspace.can('crm.deals.write')) await addDeals(desk, contacts, today, user.id)
    if (workspace.can('crm.tasks.write'))
      for (const { title, priority, dueInDays, contact } of sampleTasks)
        await add<Task>('tasks', {
          title,
          priority,
          assigneeId: user.id,
          dueOn: dueInDays === null ? null : addDays(today, dueInDays),
          contactId: contacts[contact]?.id ?? null,
        })
  } finally {
    await refreshRecords(desk, kinds)
  }
}

async function addDeals({ workspace }: Desk, contacts: readonly Contact[], today: string, ownerId: string) {
  const post = (body: unknown) => workspace.api<Deal>('/crm/deals', { method: 'POST', body })
  const pipelines = await workspace.api<{ data: Pipeline[] }>('/crm/pipelines/default', { method: 'POST' })
  for (const deal of sampleDeals)
    await post({ ...dealBody(deal, pipelines.data[0], contacts, today, workspace.currency), ownerId })
}

function dealBody(
  { title, amount, place, contact, closesInDays }: SampleDeal,
  pipeline: Pipeline | undefined,
  contacts: readonly Contact[],
  today: string,
  currency: string,
) {
  const fitting = pipeline?.stages.filter(({ kind }) => kind === (typeof place === 'number' ? 'open' : place)) ?? []
  const stage = fitting[Math.min(typeof place === 'number' ? place : 0, fitting.length - 1)]
  return {
    title,
    ...(stage === undefined ? {} : { stageId: stage.id }),
    amount: { amount, currency },
    contactId: contacts[contact]?.id ?? null,
    expectedClose: addDays(today, closesInDays),
    tags: [sampleTag],
  }
}

/** Takes all sample records away again, and answers how many there were. */
export async function removeSamples(desk: Desk): Promise<number> {
  const { workspace } = desk
  const list = async <Item extends { readonly id: string }>(kind: RecordKind, filter: Record<string, string>) =>
    (await workspace.api<Paged<Item>>(`/crm/${kind}?${toQuery({ ...filter, limit: 100 })}`)).data
  const contacts = await list<Contact>('contacts', { tag: sampleTag })
  const deals = workspace.can('crm.deals.write') ? await list<Deal>('deals', { tag: sampleTag }) : []
  const tasks = workspace.can('crm.tasks.write')
    ? (await Promise.all(contacts.map(({ id }) => list<Task>('tasks', { contactId: id, state: 'all' })))).flat()
    : []
  // A task of one's own that stands with a sample person is kept.
  const titles = new Set(sampleTasks.map(({ title }) => title))
  const doomed = { contacts, deals, tasks: tasks.filter(({ title }) => titles.has(title)) }
  try {
    for (const kind of kinds) {
      const ids = doomed[kind].map(({ id }) => id)
      if (ids.length > 0)
        await workspace.api(`/crm/${kind}/bulk`, { method: 'POST', body: { ids, action: { type: 'delete' } } })
    }
  } finally {
    await refreshRecords(desk, kinds)
  }
  return kinds.reduce((sum, kind) => sum + doomed[kind].length, 0)
}
