import { formatDate, formatDay, formatMoney } from '#kit'
import type { ListColumn } from '../lists/column.ts'
import type { ListShape } from '../lists/list-shape.ts'
import type { People } from '../people/people.ts'
import type { Pipelines } from '../pipelines/pipelines.ts'
import type { Deal } from '../types.ts'
import { countDeals, partnerOf } from './deal-words.ts'

/** How deals are listed. */
export const dealShape: ListShape<Deal> = {
  kind: 'deals',
  label: 'Deals',
  count: countDeals,
  name: ({ title }) => title,
  nameTitle: 'Deal',
  nameSort: { up: 'title', down: '-title' },
  path: ({ id }) => `/crm/deals/${id}`,
  under: (deal) =>
    [deal.amount === null ? '' : formatMoney(deal.amount), partnerOf(deal)].filter((part) => part !== '').join(' · '),
  icon: 'i-lucide-handshake',
  filters: ['q', 'stageId', 'status', 'ownerId', 'tag', 'contactId', 'companyId'],
  usualSort: 'newest',
  usualColumns: ['stage', 'amount', 'contact', 'owner', 'expectedClose'],
}

const statusWords = { open: '', won: ' (won)', lost: ' (lost)' } as const

export function dealColumns(pipelines: Pipelines, people: People): readonly ListColumn<Deal>[] {
  const stageWords = ({ stageId, status }: Deal) => {
    const stage = pipelines.stage(stageId)
    return stage === undefined ? '' : `${stage.name}${stage.kind === status ? '' : statusWords[status]}`
  }
  return [
    { id: 'stage', title: 'Stage', cell: stageWords },
    {
      id: 'amount',
      title: 'Worth',
      align: 'end',
      cell: ({ amount }) => (amount === null ? '' : formatMoney(amount)),
      sort: { up: 'amount', down: '-amount' },
    },
    { id: 'contact', title: 'Contact', share: 4, cell: ({ contact }) => contact?.name },
    { id: 'company', title: 'Company', share: 4, cell: ({ company }) => company?.name },
    { id: 'owner', title: 'Owner', cell: ({ ownerId }) => people.nameOf(ownerId) },
    {
      id: 'expectedClose',
      title: 'Should close',
      cell: ({ expectedClose }) => (expectedClose === null ? '' : formatDay(expectedClose)),
      sort: { up: 'expectedClose', down: '-expectedClose' },
    },
    { id: 'tags', title: 'Tags', cell: ({ tags }) => tags.join(', ') },
    { id: 'stageSince', title: 'In this stage since', cell: ({ stageSince }) => formatDate(stageSince) },
    { id: 'lostReason', title: 'Why it was lost', cell: ({ lostReason }) => lostReason },
    { id: 'closedAt', title: 'Closed', cell: ({ closedAt }) => (closedAt === null ? '' : formatDate(closedAt)) },
    { id: 'createdAt', title: 'Added', cell: ({ createdAt }) => formatDate(createdAt), sort: { down: 'newest' } },
  ]
}
