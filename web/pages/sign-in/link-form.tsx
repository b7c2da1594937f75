import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, ErrorNote, TextField } from '#kit'
import { safePath } from '../../shell/safe-path.ts'
import { api } from '../../shell/session.ts'
import { Outside } from '../outside.tsx'

/** Asks for a link by mail that signs in. */
export function LinkForm(props: { readonly next: string | undefined; readonly back: () => void }): JSX.Element {
  const [sentTo, setSentTo] = createSignal<string>()
  const form = createForm(async (data) => {
    const email = String(data.get('email'))
    const next = props.next === undefined ? {} : { next: safePath(props.next) }
    await api('/auth/link', { method: 'POST', body: { email, ...next } })
    setSentTo(email)
  })
  return (
    <Outside title="Sign in by mail" lead="Tell us your email address, and we send you a link. No password is needed.">
      <Show
        when={sentTo()}
        fallback={
          <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
            <ErrorNote error={form.error()} />
            <TextField
              label="Email"
              name="email"
              type="email"
              autocomplete="username"
              autofocus
              required
              error={form.wrong('email')}
            />
            <Button type="submit" look="primary" busy={form.busy()}>
              Send me the link
            </Button>
          </form>
        }
      >
        {(email) => (
          <p role="status" class="rounded-lg bg-good-soft px-4 py-3 text-good">
            If {email()} has an account here, a link is on its way. It works for 15 minutes, once.
          </p>
        )}
      </Show>
      <Button look="quiet" onClick={() => props.back()}>
        Back to sign in
      </Button>
    </Outside>
  )
}
