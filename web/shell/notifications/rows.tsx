import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { formatDateTime, notify, relativeTime, useWorkspace } from '#kit'
import { type Notification, type NotificationPage, useRead } from './queries.ts'

/** What a person was told, each with its page; those that are not read stand out, also for who sees no colours. */
export function NotificationRows(props: { readonly pages: readonly NotificationPage[] }): JSX.Element {
  return (
    <ol class="divide-y divide-line">
      <For each={props.pages}>{(page) => <For each={page.data}>{(one) => <Row one={one} />}</For>}</For>
    </ol>
  )
}

function Row(props: { readonly one: Notification }): JSX.Element {
  const workspace = useWorkspace()
  const read = useRead()
  const isNew = () => props.one.readAt === null
  const markRead = () => read({ ids: [props.one.id] }).catch(notify.failed)
  return (
    <li class="flex items-start gap-2 px-4 py-3 hover:bg-raised">
      <span
        aria-hidden="true"
        class={`mt-2 h-2.5 w-2.5 shrink-0 rounded-full ${isNew() ? 'bg-accent' : 'bg-transparent'}`}
      />
      <A
        href={workspace().path(props.one.path)}
        class="focusable min-w-0 flex-1 rounded no-underline [overflow-wrap:anywhere]"
        onClick={() => isNew() && void markRead()}
      >
        <span class={`block ${isNew() ? 'font-semibold' : ''}`}>
          <Show when={isNew()}>
            <span class="sr-only">New: </span>
          </Show>
          {props.one.title}
        </span>
        <Show when={props.one.body}>{(body) => <span class="block text-soft">{body()}</span>}</Show>
        <time
          datetime={props.one.createdAt}
          title={formatDateTime(props.one.createdAt)}
          class="block text-sm text-soft"
        >
          {relativeTime(props.one.createdAt)}
        </time>
      </A>
      <Show when={isNew()}>
        <button
          type="button"
          class="focusable grid min-h-8 min-w-8 shrink-0 place-items-center rounded text-soft hover:bg-card"
          aria-label={`Mark as read: ${props.one.title}`}
          title="Mark as read"
          onClick={() => void markRead()}
        >
          <span aria-hidden="true" class="i-lucide-check text-lg" />
        </button>
      </Show>
    </li>
  )
}
