import { A } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { relativeTime, useWorkspace } from '#kit'
import type { Webhook } from './queries.ts'
import { sayEvents } from './say-events.ts'
import { WebhookBadge } from './state-badge.tsx'

/** One webhook: where it goes, what it tells, and whether that works. */
export function WebhookRow(props: { readonly webhook: Webhook }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <li>
      <A
        href={workspace().path(`/webhooks/${props.webhook.id}`)}
        class="focusable flex flex-wrap items-center gap-x-4 gap-y-1 rounded-xl px-4 py-3.5 no-underline hover:bg-raised"
      >
        <span class="min-w-0 flex-1 basis-56">
          <span class="block font-medium [overflow-wrap:anywhere]">
            {props.webhook.description === '' ? props.webhook.url : props.webhook.description}
          </span>
          <span class="block text-sm text-soft [overflow-wrap:anywhere]">
            {props.webhook.description === '' ? sayEvents(props.webhook.events) : props.webhook.url}
          </span>
        </span>
        <WebhookBadge webhook={props.webhook} />
        <span class="text-sm text-soft">{lastWords(props.webhook)}</span>
        <span aria-hidden="true" class="i-lucide-chevron-right hidden text-faint sm:inline-block" />
      </A>
    </li>
  )
}

function lastWords({ lastSuccessAt, createdAt }: Webhook): string {
  return lastSuccessAt === null ? `added ${relativeTime(createdAt)}` : `last delivered ${relativeTime(lastSuccessAt)}`
}
