import { A, useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, ErrorNote, LinkButton, TextField } from '#kit'
import { api } from '../shell/session.ts'
import { Outside } from './outside.tsx'

export default function ResetPassword(): JSX.Element {
  const [search] = useSearchParams<{ token: string }>()
  const [isDone, setIsDone] = createSignal(false)
  const form = createForm(async (data) => {
    await api('/auth/password/reset', {
      method: 'POST',
      body: { token: search.token ?? '', password: String(data.get('password')) },
    })
    setIsDone(true)
  })
  return (
    <Outside title="Choose a new password" lead="You are signed out everywhere, and sign in with the new one.">
      <Show
        when={isDone()}
        fallback={
          <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
            <ErrorNote error={form.error()} />
            <TextField
              label="New password"
              name="password"
              type="password"
              autocomplete="new-password"
              required
              hint="At least 12 characters."
              error={form.wrong('password')}
            />
            <Button type="submit" look="primary" busy={form.busy()}>
              Use this password
            </Button>
            <A class="focusable w-fit rounded text-sm" href="/forgot-password">
              Send me another link
            </A>
          </form>
        }
      >
        <p role="status" class="rounded-lg bg-good-soft px-4 py-3 text-good">
          Your password is changed.
        </p>
        <LinkButton href="/sign-in" look="primary">
          Sign in
        </LinkButton>
      </Show>
    </Outside>
  )
}
