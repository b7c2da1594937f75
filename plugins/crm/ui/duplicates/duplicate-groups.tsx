import { A } from '@solidjs/router'
import { useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Button, Empty, ErrorNote, formatDate, known, Skeleton, useWorkspace } from '#kit'
import { nameOf } from '../name-of.ts'
import { toQuery } from '../query-string.ts'
import { duplicatesKey } from '../records/keys.ts'
import type { CompanyDuplicates, ContactDuplicates, Paged } from '../types.ts'

type Group = ContactDuplicates | CompanyDuplicates

/** The most that the API makes one of at once. */
const mostAtOnce = 11
const reasons = { email: 'the same email', phone: 'the same phone number', name: 'the same name' } as const

export interface DuplicateGroupsProps {
  readonly kind: 'contacts' | 'companies'
  readonly onMerge: (ids: readonly string[]) => void
}

/** Records that look like one, group by group, with why. */
export function DuplicateGroups(props: DuplicateGroupsProps): JSX.Element {
  const workspace = useWorkspace()
  const query = useInfiniteQuery(() => ({
    queryKey: [...duplicatesKey(workspace().slug), props.kind],
    queryFn: ({ pageParam, signal }) =>
      workspace().api<Paged<Group>>(`/crm/${props.kind}/duplicates?${toQuery({ limit: 20, cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: Paged<Group>) => page.nextCursor,
  }))
  const groups = createMemo(() => known(query)?.pages.flatMap(({ data }) => data) ?? [])
  return (
    <div class="flex flex-col gap-4">
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <Show when={!query.isPending} fallback={<Skeleton rows={5} />}>
        <Show
          when={groups().length > 0}
          fallback={
            <Show when={query.error === null}>
              <div class="card">
                <Empty icon="i-lucide-badge-check" title="Nobody is here twice">
                  As soon as two share an email, a phone number or a name, they show up here.
                </Empty>
              </div>
            </Show>
          }
        >
          <ul class="flex flex-col gap-4" aria-label="Groups that look like one">
            <For each={groups()}>{(group) => <GroupCard group={group} {...props} />}</For>
          </ul>
          <Show when={query.hasNextPage}>
            <Button class="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          </Show>
        </Show>
      </Show>
    </div>
  )
}

interface Row {
  readonly id: string
  readonly name: string
  readonly more: string
  readonly createdAt: string
}

function rowsOf(group: Group): Row[] {
  if ('contacts' in group)
    return group.contacts.map((contact) => ({
      id: contact.id,
      name: nameOf(contact),
      more: [...contact.emails, ...contact.phones, contact.company?.name, contact.city].filter(Boolean).join(' · '),
      createdAt: contact.createdAt,
    }))
  return group.companies.map(({ id, name, website, createdAt }) => ({ id, name, more: website ?? '', createdAt }))
}

function GroupCard(props: DuplicateGroupsProps & { readonly group: Group }): JSX.Element {
  const workspace = useWorkspace()
  const rows = () => rowsOf(props.group)
  const title = () => `${rows().length} with ${reasons[props.group.reason]}: ${props.group.key}`
  return (
    <li class="card p-4">
      <div class="flex flex-wrap items-start justify-between gap-2">
        <h2 class="min-w-0 text-base font-semibold [overflow-wrap:anywhere]">{title()}</h2>
        <Button
          icon="i-lucide-merge"
          aria-label={`Look and merge: ${title()}`}
          onClick={() =>
            props.onMerge(
              rows()
                .slice(0, mostAtOnce)
                .map(({ id }) => id),
            )
          }
        >
          Look and merge
        </Button>
      </div>
      <ul class="mt-2 divide-y divide-line">
        <For each={rows()}>
          {(row) => (
            <li class="py-2">
              <A
                href={workspace().path(`/crm/${props.kind}/${row.id}`)}
                class="focusable inline-flex min-h-6 items-center rounded font-medium no-underline [overflow-wrap:anywhere] hover:underline"
              >
                {row.name}
              </A>
              <p class="text-sm text-soft [overflow-wrap:anywhere]">
                {[row.more, `added ${formatDate(row.createdAt)}`].filter((part) => part !== '').join(' · ')}
              </p>
            </li>
          )}
        </For>
      </ul>
    </li>
  )
}
