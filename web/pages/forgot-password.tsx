import { A, useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, ErrorNote, TextField } from '#kit'
import { withNext } from '../shell/safe-path.ts'
import { api } from '../shell/session.ts'
import { Outside } from './outside.tsx'

export default function ForgotPassword(): JSX.Element {
  const [search] = useSearchParams<{ next: string }>()
  const [sentTo, setSentTo] = createSignal<string>()
  const form = createForm(async (data) => {
    const email = String(data.get('email'))
    await api('/auth/password/forgot', { method: 'POST', body: { email } })
    setSentTo(email)
  })
  return (
    <Outside title="Choose a new password" lead="Tell us your email address, and we send you a link.">
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
            If {email()} has an account here, a link is on its way. It works for one hour.
          </p>
        )}
      </Show>
      <A class="focusable w-fit rounded text-sm" href={withNext('/sign-in', search.next)}>
        Back to sign in
      </A>
    </Outside>
  )
}
