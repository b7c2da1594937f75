import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, formatDateTime, notify, relativeTime, useWorkspace } from '#kit'
import { type Delivery, webhooksKey } from './queries.ts'
import { sayAction } from './say-events.ts'
import { DeliveryBadge } from './state-badge.tsx'

export interface DeliveryRowProps {
  readonly delivery: Delivery
  readonly webhookId: string
}

/** One message: what it told, how it went, the request and the answer, and a button that sends it again. */
export function DeliveryRow(props: DeliveryRowProps): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [busy, setBusy] = createSignal(false)
  const resend = () => {
    setBusy(true)
    workspace()
      .api(`/webhooks/${props.webhookId}/deliveries/${props.delivery.id}/replay`, { method: 'POST' })
      .then(() => queries.invalidateQueries({ queryKey: [...webhooksKey(workspace().slug), 'deliveries'] }))
      .then(() => notify.done('It is sent again'), notify.failed)
      .finally(() => setBusy(false))
  }
  return (
    <li class="flex flex-col gap-2 px-4 py-3">
      <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p class="min-w-0 flex-1 basis-52">
          <span class="font-medium">{sayAction(props.delivery.action)}</span>{' '}
          <span class="text-sm text-soft">
            <time datetime={props.delivery.createdAt} title={formatDateTime(props.delivery.createdAt)}>
              {relativeTime(props.delivery.createdAt)}
            </time>
          </span>
        </p>
        <DeliveryBadge state={props.delivery.state} />
        <Button
          look="quiet"
          busy={busy()}
          aria-label={`Send again: ${sayAction(props.delivery.action)}, ${formatDateTime(props.delivery.createdAt)}`}
          onClick={resend}
        >
          Send again
        </Button>
      </div>
      <p class="text-sm text-soft [overflow-wrap:anywhere]">{howItWent(props.delivery)}</p>
      <details>
        <summary class="focusable min-h-6 w-fit cursor-pointer rounded text-sm text-accent">
          Request and answer
          <span class="sr-only">
            {' '}
            of {sayAction(props.delivery.action)}, {formatDateTime(props.delivery.createdAt)}
          </span>
        </summary>
        <div class="mt-2 grid gap-3 lg:grid-cols-2">
          <Exchange title="What was sent" content={props.delivery.request} />
          <Show when={props.delivery.response} fallback={<p class="text-sm text-soft">No answer came.</p>}>
            {(response) => <Exchange title="What came back" content={response()} />}
          </Show>
        </div>
      </details>
    </li>
  )
}

function howItWent({ attempts, lastStatus, lastError, nextAttemptAt, state }: Delivery): string {
  const isTriedAgain = nextAttemptAt !== null && (state === 'failed' || state === 'pending')
  const tries = attempts === 1 ? 'Tried once' : `Tried ${attempts} times`
  return [
    attempts === 0 ? 'Not tried yet' : tries,
    lastStatus === null ? '' : `The answer was ${lastStatus}`,
    lastError ?? '',
    isTriedAgain ? nextTry(nextAttemptAt) : '',
  ]
    .filter((sentence) => sentence !== '')
    .map((sentence) => sentence.replace(/\.?$/, '.'))
    .join(' ')
}

/** One that is due has its turn as soon as those before it are through. */
function nextTry(at: string): string {
  return Date.parse(at) <= Date.now() ? 'Its turn comes any moment' : `Next try ${relativeTime(at)}`
}

function Exchange(props: { readonly title: string; readonly content: Readonly<Record<string, unknown>> }): JSX.Element {
  return (
    <figure class="min-w-0">
      <figcaption class="mb-1 text-sm font-medium">{props.title}</figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the arrow keys
        tabIndex={0}
        class="focusable m-0 max-h-80 overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-page p-3 font-mono text-sm [overflow-wrap:anywhere]"
      >
        {write(props.content)}
      </pre>
    </figure>
  )
}

/** Headers line by line, then the body, laid out when it is JSON. */
function write(content: Readonly<Record<string, unknown>>): string {
  const { headers, body, ...rest } = content
  const lines = (fields: unknown) =>
    Object.entries((fields ?? {}) as object).map(([name, value]) => `${name}: ${String(value)}`)
  return [...lines(rest), ...lines(headers), '', layOut(body)].join('\n').trim()
}

function layOut(body: unknown): string {
  if (body === undefined || body === null) return ''
  if (typeof body !== 'string') return JSON.stringify(body, null, 2)
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
