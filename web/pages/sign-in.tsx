import { A, Navigate, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Match, Switch } from 'solid-js'
import { Button, createForm, ErrorNote, TextField } from '#kit'
import { safePath } from '../shell/safe-path.ts'
import { type SecondStep as Asked, signIn, user } from '../shell/session.ts'
import { Outside } from './outside.tsx'
import { LinkForm } from './sign-in/link-form.tsx'
import { PasskeyButton } from './sign-in/passkey-button.tsx'
import { SecondStep } from './sign-in/second-step.tsx'

/** Signing in: by password, passkey or mailed link, and then the second step of those who have one. */
export default function SignIn(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ next: string; by: string }>()
  const navigate = useNavigate()
  const [asked, setAsked] = createSignal<Asked>()
  const go = () => navigate(safePath(search.next), { replace: true })
  return (
    <Switch
      fallback={
        <Outside title="Sign in" lead="Good to see you again.">
          <PasswordForm ask={setAsked} done={go} />
          <div class="flex flex-col gap-2 border-t border-line pt-4">
            <PasskeyButton done={go} />
            <Button icon="i-lucide-mail" onClick={() => setSearch({ by: 'link' })}>
              Mail me a link
            </Button>
          </div>
          <OtherWays next={search.next} />
        </Outside>
      }
    >
      <Match when={user()}>
        <Navigate href={safePath(search.next)} />
      </Match>
      <Match when={asked()}>
        {(step) => <SecondStep step={step()} done={go} startOver={() => setAsked(undefined)} />}
      </Match>
      <Match when={search.by === 'link'}>
        <LinkForm next={search.next} back={() => setSearch({ by: undefined })} />
      </Match>
    </Switch>
  )
}

function PasswordForm(props: { readonly ask: (step: Asked) => void; readonly done: () => void }): JSX.Element {
  const form = createForm(async (data) => {
    const body = { email: String(data.get('email')), password: String(data.get('password')) }
    const step = await signIn('/auth/login', body)
    if (step === undefined) props.done()
    else props.ask(step)
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TextField
        label="Email"
        name="email"
        type="email"
        autocomplete="username webauthn"
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
  )
}

function OtherWays(props: { readonly next: string | undefined }): JSX.Element {
  const signUp = () =>
    props.next === undefined ? '/sign-up' : `/sign-up?next=${encodeURIComponent(safePath(props.next))}`
  return (
    <div class="flex flex-wrap justify-between gap-3 text-sm">
      <A class="focusable rounded" href="/forgot-password">
        Forgot your password?
      </A>
      <A class="focusable rounded" href={signUp()}>
        Make an account
      </A>
    </div>
  )
}
