import { For, type JSX, Show } from 'solid-js'
import { Badge, useWorkspace } from '#kit'
import { webLink } from '../contact/links.ts'
import { toQuery } from '../query-string.ts'
import type { Company } from '../types.ts'

export interface CompanyItemProps {
  readonly company: Company
  readonly canWrite: boolean
  readonly onEdit: () => void
  readonly onDelete: () => void
}

const action = 'focusable grid min-h-10 min-w-10 place-items-center rounded-lg hover:bg-raised'

/** One company in the list, the way to its people, and what can be done with it. */
export function CompanyItem(props: CompanyItemProps): JSX.Element {
  const workspace = useWorkspace()
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <div class="min-w-40 flex-1">
        <p class="font-medium [overflow-wrap:anywhere]">{props.company.name}</p>
        <Show when={props.company.website}>
          {(website) => (
            <p class="text-sm [overflow-wrap:anywhere]">
              <Show when={webLink(website())} fallback={<span class="text-soft">{website()}</span>}>
                {(href) => (
                  <a
                    class="focusable rounded text-soft hover:underline"
                    href={href()}
                    target="_blank"
                    rel="noopener noreferrer"
                  >
                    {website()}
                    <span class="sr-only"> (opens a new window)</span>
                  </a>
                )}
              </Show>
            </p>
          )}
        </Show>
        <Show when={props.company.tags.length > 0}>
          <ul class="mt-1 flex flex-wrap gap-1.5" aria-label={`Tags of ${props.company.name}`}>
            <For each={props.company.tags}>
              {(tag) => (
                <li class="max-w-full [overflow-wrap:anywhere]">
                  <Badge>{tag}</Badge>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
      <div class="flex items-center gap-1">
        <Show when={workspace().can('crm.contacts.read')}>
          <a
            href={workspace().path(`/crm/contacts?${toQuery({ companyId: props.company.id })}`)}
            class="focusable inline-flex min-h-10 items-center gap-2 rounded-lg px-3 no-underline hover:bg-raised"
          >
            <span aria-hidden="true" class="i-lucide-users" /> People
            <span class="sr-only"> at {props.company.name}</span>
          </a>
        </Show>
        <Show when={props.canWrite}>
          <button
            type="button"
            class={action}
            aria-label={`Change ${props.company.name}`}
            onClick={() => props.onEdit()}
          >
            <span aria-hidden="true" class="i-lucide-pencil" />
          </button>
          <button
            type="button"
            class={action}
            aria-label={`Delete ${props.company.name}`}
            onClick={() => props.onDelete()}
          >
            <span aria-hidden="true" class="i-lucide-trash-2" />
          </button>
        </Show>
      </div>
    </li>
  )
}
