import { type JSX, onMount, Show } from 'solid-js'
import { Button, CopyLine } from '#kit'
import type { FreshWebhook } from './queries.ts'

/** The secret of a webhook that was just made or replaced: the one time that it is shown. */
export function FreshSecretCard(props: { readonly fresh: FreshWebhook; readonly done: () => void }): JSX.Element {
  let title: HTMLHeadingElement | undefined
  // After the dialog has given the focus back to its button.
  onMount(() => setTimeout(() => title?.focus(), 50))
  return (
    <section
      aria-labelledby="fresh-secret"
      class="flex flex-col gap-4 rounded-xl border-2 border-accent bg-card p-4 sm:p-6"
    >
      <div>
        <h2 id="fresh-secret" ref={title} tabindex="-1" class="text-lg font-semibold outline-none">
          Give this to the other program
        </h2>
        <p class="text-soft [overflow-wrap:anywhere]">
          With it, {props.fresh.url} can tell that a message really comes from here.
          <Show when={props.fresh.secret}> Copy it now and keep it safe like a password. It is never shown again.</Show>
        </p>
      </div>
      <Show when={props.fresh.secret}>{(secret) => <CopyLine label="Signing secret" value={secret()} />}</Show>
      <Show when={props.fresh.publicKey}>{(key) => <CopyLine label="Public key" value={key()} />}</Show>
      <p class="text-sm text-soft">
        For programmers: messages follow{' '}
        <a class="focusable rounded" href="https://www.standardwebhooks.com" target="_blank" rel="noopener noreferrer">
          Standard Webhooks (opens in a new tab)
        </a>
        , and there is a library for most languages.
      </p>
      <div>
        <Button look="primary" onClick={() => props.done()}>
          I have kept it
        </Button>
      </div>
    </section>
  )
}
