import { A, Navigate, useNavigate, useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button, createForm, ErrorNote, TextField } from '#kit'
import { safePath } from '../shell/safe-path.ts'
import { signIn, user } from '../shell/session.ts'
import { Outside } from './outside.tsx'

export default function SignIn(): JSX.Element {
  const [search] = useSearchParams<{ next: string }>()
  const navigate = useNavigate()
  const form = createForm(async (data) => {
    const next = safePath(search.next)
    await signIn({ email: String(data.get('email')), password: String(data.get('password')) })
    navigate(next, { replace: true })
  })
  return (
    <Show when={!user()} fallback={<Navigate href={safePath(search.next)} />}>
      <Outside title="Sign in" lead="Good to see you again.">
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
          <TextField
            label="Password"
            name="password"
            type="password"
            autocomplete="current-password"
            required
            error={form.wrong('password')}
          />
          <Button type="submit" look="primary" busy={form.busy()}>
            Sign in
          </Button>
        </form>
        <div class="flex flex-wrap justify-between gap-3 text-sm">
          <A class="focusable rounded" href="/forgot-password">
            Forgot your password?
          </A>
          <A
            class="focusable rounded"
            href={`/sign-up${search.next === undefined ? '' : `?next=${encodeURIComponent(safePath(search.next))}`}`}
          >
            Make an account
          </A>
        </div>
      </Outside>
    </Show>
  )
}
