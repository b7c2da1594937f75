import { A, Navigate, useNavigate, useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button, createForm, ErrorNote, TextField } from '#kit'
import { safePath, withNext } from '../shell/safe-path.ts'
import { register, user } from '../shell/session.ts'
import { Outside } from './outside.tsx'

export default function SignUp(): JSX.Element {
  const [search] = useSearchParams<{ next: string }>()
  const navigate = useNavigate()
  const next = () => safePath(search.next)
  const form = createForm(async (data) => {
    const target = next()
    await register({
      email: String(data.get('email')),
      password: String(data.get('password')),
      name: String(data.get('name')),
    })
    navigate(target, { replace: true })
  })
  return (
    <Show when={!user()} fallback={<Navigate href={next()} />}>
      <Outside title="Make an account" lead="One account for every workspace that you are in.">
        <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
          <ErrorNote error={form.error()} />
          <TextField
            label="Your name"
            name="name"
            autocomplete="name"
            required
            maxlength={100}
            error={form.wrong('name')}
          />
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
            autocomplete="new-password"
            required
            hint="At least 12 characters. Three or four words that belong together only for you are easy to keep in mind."
            error={form.wrong('password')}
          />
          <Button type="submit" look="primary" busy={form.busy()}>
            Make my account
          </Button>
        </form>
        <p class="text-sm">
          You have one already?{' '}
          <A class="focusable rounded" href={withNext('/sign-in', search.next)}>
            Sign in
          </A>
        </p>
      </Outside>
    </Show>
  )
}
