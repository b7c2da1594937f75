import { For, type JSX, Show } from 'solid-js'
import { Badge, formatDate, useWorkspace } from '#kit'
import { webLink } from '../contact/links.ts'
import { useFields } from '../fields/fields.ts'
import { shownCustom } from '../fields/show-custom.ts'
import { toQuery } from '../query-string.ts'
import type { Company } from '../types.ts'

/** A company to read. */
export function CompanyFacts(props: { readonly company: Company }): JSX.Element {
  const workspace = useWorkspace()
  const fields = useFields('company')
  return (
    <div class="card p-4 sm:p-6">
      <dl class="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <Show when={props.company.website}>
          {(website) => (
            <Fact title="Website">
              <Show when={webLink(website())} fallback={website()}>
                {(href) => (
                  <a
                    class="focusable rounded text-accent underline-offset-3 hover:underline"
                    href={href()}
                    target="_blank"
                    rel="noopener noreferrer"
                  >
                    {website()}
                    <span class="sr-only"> (opens a new window)</span>
                  </a>
                )}
              </Show>
            </Fact>
          )}
        </Show>
        <Show when={props.company.tags.length > 0}>
          <Fact title="Tags">
            <ul class="flex flex-wrap gap-1.5">
              <For each={props.company.tags}>
                {(tag) => (
                  <li class="max-w-full">
                    <a
                      class="focusable block rounded-full no-underline hover:underline"
                      href={workspace().path(`/crm/companies?${toQuery({ tag })}`)}
                    >
                      <Badge>{tag}</Badge>
                    </a>
                  </li>
                )}
              </For>
            </ul>
          </Fact>
        </Show>
        <For each={shownCustom(props.company.custom, fields.all())}>
          {({ key, value }) => <Fact title={key}>{value}</Fact>}
        </For>
        <Fact title="Added">{formatDate(props.company.createdAt)}</Fact>
        <Show when={props.company.notes}>
          <div class="min-w-0 sm:col-span-2">
            <dt class="text-sm text-soft">About it</dt>
            <dd class="mt-0.5 whitespace-pre-wrap [overflow-wrap:anywhere]">{props.company.notes}</dd>
          </div>
        </Show>
      </dl>
    </div>
  )
}

function Fact(props: { readonly title: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <div class="min-w-0">
      <dt class="text-sm text-soft [overflow-wrap:anywhere]">{props.title}</dt>
      <dd class="mt-0.5 [overflow-wrap:anywhere]">{props.children}</dd>
    </div>
  )
}
