import { useQuery } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import { Badge, Loaded, Page, Progress, useWorkspace } from '#kit'
import { type Item, isRequests, moreOf, planNames, type Usage, wordsOf } from './usage/words.ts'

/** The plan, and how much of it is used. */
export default function UsagePage(): JSX.Element {
  const workspace = useWorkspace()
  const usage = useQuery(() => ({
    queryKey: [workspace().slug, 'usage'],
    queryFn: () => workspace().api<Usage>('/usage'),
    reconcile: 'id',
  }))
  return (
    <Page title="Plan and usage" lead="What this workspace has, and what its plan has room for.">
      <Loaded query={usage} rows={6}>
        {(found) => (
          <>
            <section aria-labelledby="plan" class="card max-w-3xl p-4 sm:p-6">
              <h2 id="plan" class="text-lg font-semibold">
                Your plan: {planNames[found().plan].name}
              </h2>
              <p class="mt-1 text-soft">{planNames[found().plan].hint}</p>
            </section>
            <Items id="things" title="What you have" items={found().items.filter((item) => !isRequests(item))} />
            <Items
              id="requests"
              title="Requests"
              lead="How fast you, your browser and your programs may ask. What is used comes back by itself within a minute."
              items={found().items.filter(isRequests)}
            />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Items(props: {
  readonly id: string
  readonly title: string
  readonly lead?: string
  readonly items: readonly Item[]
}): JSX.Element {
  return (
    <Show when={props.items.length > 0}>
      <section aria-labelledby={props.id} class="card max-w-3xl p-4 sm:p-6">
        <h2 id={props.id} class="text-lg font-semibold">
          {props.title}
        </h2>
        <Show when={props.lead}>{(lead) => <p class="mt-1 text-soft">{lead()}</p>}</Show>
        <ul class="mt-2 divide-y divide-line">
          <For each={props.items}>
            {(item) => (
              <li class="flex flex-col gap-2 py-3">
                <UsedOf item={item} />
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}

function UsedOf(props: { readonly item: Item }): JSX.Element {
  const more = () => moreOf(props.item)
  return (
    <>
      <div class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span class="min-w-0 [overflow-wrap:anywhere]">{props.item.title}</span>
        <span class="flex items-center gap-2">
          <Show when={more()}>{(words) => <Badge tone={words().tone}>{words().text}</Badge>}</Show>
          <span class="tabular-nums text-soft">{wordsOf(props.item)}</span>
        </span>
      </div>
      <Show when={props.item.limit}>
        {(limit) => <Progress label={props.item.title} value={props.item.used / limit()} words={wordsOf(props.item)} />}
      </Show>
    </>
  )
}
