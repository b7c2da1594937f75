import { A, useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Match, Switch } from 'solid-js'
import { Button, createForm, ErrorNote, LinkButton, TextField } from '#kit'
import { api } from '../shell/session.ts'
import { DeadLink, isDeadLink } from './dead-link.tsx'
import { Outside } from './outside.tsx'

export default function ResetPassword(): JSX.Element {
  const [search] = useSearchParams<{ token: string }>()
  const [isDone, setIsDone] = createSignal(false)
  const [isDead, setIsDead] = createSignal((search.token ?? '') === '')
  const form = createForm(async (data) => {
    const body = { token: search.token ?? '', password: String(data.get('password')) }
    try {
      await api('/auth/password/reset', { method: 'POST', body })
      setIsDone(true)
    } catch (error) {
      if (!isDeadLink(error)) throw error
      setIsDead(true)
    }
  })
  return (
    <Outside title="Choose a new password" lead="You are signed out everywhere, and sign in with the new one.">
      <Switch
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
        <Match when={isDone()}>
          <p role="status" class="rounded-lg bg-good-soft px-4 py-3 text-good">
            Your password is changed.
          </p>
          <LinkButton href="/sign-in" look="primary">
            Sign in
          </LinkButton>
        </Match>
        <Match when={isDead()}>
          <DeadLink href="/forgot-password" action="Send me another link">
            Each link works once, and for one hour. Only the newest one works.
          </DeadLink>
        </Match>
      </Switch>
    </Outside>
  )
}
