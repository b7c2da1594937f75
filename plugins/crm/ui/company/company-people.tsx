import { A } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { Button, ErrorNote, Keyed, LinkButton, Skeleton, useWorkspace } from '#kit'
import { createRecordList } from '../lists/record-list.ts'
import { nameOf } from '../name-of.ts'
import { toQuery } from '../query-string.ts'
import type { Company, Contact } from '../types.ts'

/** The contacts who work at a company. */
export function CompanyPeople(props: { readonly company: Company }): JSX.Element {
  const workspace = useWorkspace()
  const list = createRecordList<Contact>('contacts', () => ({ companyId: props.company.id, sort: 'name' }))
  return (
    <div class="flex flex-col gap-4">
      <Switch>
        <Match when={list.error() && list.items().length === 0}>
          <ErrorNote error={list.error()} retry={list.retry} />
        </Match>
        <Match when={list.isLoading()}>
          <Skeleton rows={3} />
        </Match>
        <Match when={list.items().length === 0}>
          <p class="text-soft">Nobody of your contacts works here. Choose this company on a contact to add them.</p>
        </Match>
        <Match when={true}>
          <ul class="card divide-y divide-line" aria-label={`People at ${props.company.name}`}>
            <Keyed each={list.items()}>
              {(contact) => (
                <li class="px-4 py-2.5">
                  <A
                    href={workspace().path(`/crm/contacts/${contact().id}`)}
                    class="focusable inline-flex min-h-6 items-center rounded font-medium no-underline [overflow-wrap:anywhere] hover:underline"
                  >
                    {nameOf(contact())}
                  </A>
                  <p class="text-sm text-soft [overflow-wrap:anywhere]">
                    {[contact().jobTitle, contact().emails[0] ?? contact().phones[0]].filter(Boolean).join(' · ')}
                  </p>
                </li>
              )}
            </Keyed>
          </ul>
          <Show when={list.hasMore()}>
            <Button class="self-center" onClick={() => list.loadMore()}>
              Show more
            </Button>
          </Show>
          <div>
            <LinkButton
              look="quiet"
              icon="i-lucide-list"
              href={workspace().path(`/crm/contacts?${toQuery({ companyId: props.company.id })}`)}
            >
              Open them as a list
            </LinkButton>
          </div>
        </Match>
      </Switch>
    </div>
  )
}
