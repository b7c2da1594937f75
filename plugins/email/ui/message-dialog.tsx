import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Badge, Button, createPanel, Dialog, formatDateTime, Loaded, notify, useWorkspace } from '#kit'
import type { WholeMessage } from '../contract.ts'
import { mailKey, useMessage } from './queries.ts'
import { categories, stateOf } from './words.ts'

/** One mail, which the address names: what it said and what became of it. */
export function MessageDialog(): JSX.Element {
  const panel = createPanel('mail')
  return (
    <Show keyed when={panel.value()}>
      {(id) => (
        <Dialog title="Mail" open onClose={panel.close}>
          <MessageCard id={id} />
        </Dialog>
      )}
    </Show>
  )
}

function MessageCard(props: { readonly id: string }): JSX.Element {
  const message = useMessage(() => props.id)
  return (
    <Loaded query={message} rows={4}>
      {(found) => (
        <div class="flex flex-col gap-4">
          <p class="flex flex-wrap items-center gap-2">
            <Badge tone={stateOf(found()).tone}>{stateOf(found()).word}</Badge>
            <span class="text-soft">{stateOf(found()).means}</span>
          </p>
          <Show when={found().problem}>
            {(problem) => (
              <p class="rounded-lg bg-danger-soft px-4 py-3 text-danger [overflow-wrap:anywhere]">{problem()}</p>
            )}
          </Show>
          <dl class="grid gap-x-4 gap-y-1 [overflow-wrap:anywhere] sm:grid-cols-[6rem_1fr]">
            <For each={factsOf(found())}>
              {([label, value]) => (
                <>
                  <dt class="text-soft">{label}</dt>
                  <dd class="m-0">{value}</dd>
                </>
              )}
            </For>
          </dl>
          <Show
            when={found().text !== ''}
            fallback={<p class="text-soft">What it said is kept for 30 days, and these are over.</p>}
          >
            <section
              // biome-ignore lint/a11y/noNoninteractiveTabindex: long text is scrolled with the keyboard too
              tabIndex={0}
              aria-label="What it says"
              class="focusable max-h-80 overflow-auto whitespace-pre-wrap rounded-lg bg-raised p-4 [overflow-wrap:anywhere]"
            >
              {found().text}
            </section>
          </Show>
          <Show when={found().state === 'queued'}>
            <TryNow id={props.id} />
          </Show>
        </div>
      )}
    </Loaded>
  )
}

function factsOf(message: WholeMessage): (readonly [string, string])[] {
  const { to, toName, cc, replyTo, subject, category, list, createdAt, sentAt, attempts } = message
  return [
    ['To', toName === null ? to : `${toName} <${to}>`],
    ...(cc.length === 0 ? [] : [['Copy to', cc.join(', ')] as const]),
    ...(replyTo === null ? [] : [['Answers to', replyTo] as const]),
    ['Subject', subject],
    ['Kind', list === null ? categories[category] : `${categories[category]}: ${list}`],
    ['Written', formatDateTime(createdAt)],
    ...(sentAt === null ? [] : [['Sent', formatDateTime(sentAt)] as const]),
    ...(attempts === 0 ? [] : [['Failed tries', String(attempts)] as const]),
  ]
}

/** After the connection was mended nobody wants to wait for the next try. */
function TryNow(props: { readonly id: string }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [busy, setBusy] = createSignal(false)
  const retry = async () => {
    setBusy(true)
    await workspace()
      .api(`/email/messages/${props.id}/retry`, { method: 'POST' })
      .then(async () => {
        notify.done('It is being sent')
        await queries.invalidateQueries({ queryKey: mailKey(workspace().slug) })
      }, notify.failed)
    setBusy(false)
  }
  return (
    <Show when={workspace().can('email.messages.send')}>
      <div>
        <Button busy={busy()} icon="i-lucide-send" onClick={() => void retry()}>
          Try now
        </Button>
      </div>
    </Show>
  )
}
