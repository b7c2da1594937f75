import { Navigate, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Match, Switch } from 'solid-js'
import { Button, createForm, ErrorNote } from '#kit'
import { safePath } from '../../shell/safe-path.ts'
import { type SecondStep as Asked, signIn, user } from '../../shell/session.ts'
import { DeadLink, isDeadLink } from '../dead-link.tsx'
import { Outside } from '../outside.tsx'
import { SecondStep } from './second-step.tsx'

/** Where the mailed link leads. The button uses it up, not the visit: programs that look at mail open links too. */
export default function SignInLink(): JSX.Element {
  const [search] = useSearchParams<{ token: string; next: string }>()
  const navigate = useNavigate()
  const [asked, setAsked] = createSignal<Asked>()
  const [isDead, setIsDead] = createSignal((search.token ?? '') === '')
  const again = () => `/sign-in?by=link${search.next === undefined ? '' : `&next=${encodeURIComponent(search.next)}`}`
  const go = () => navigate(safePath(search.next), { replace: true })
  const form = createForm(async () => {
    try {
      const step = await signIn('/auth/link/sign-in', { token: search.token ?? '' })
      if (step === undefined) go()
      else setAsked(step)
    } catch (error) {
      if (!isDeadLink(error)) throw error
      setIsDead(true)
    }
  })
  return (
    <Switch
      fallback={
        <Outside title="Sign in" lead="You have opened the link from your mail.">
          <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
            <ErrorNote error={form.error()} />
            <Button type="submit" look="primary" busy={form.busy()}>
              Sign in
            </Button>
          </form>
        </Outside>
      }
    >
      <Match when={user()}>
        <Navigate href={safePath(search.next)} />
      </Match>
      <Match when={asked()}>
        {(step) => <SecondStep step={step()} done={go} startOver={() => navigate(again())} />}
      </Match>
      <Match when={isDead()}>
        <Outside title="Sign in">
          <DeadLink href={again()} action="Send me another link">
            A link to sign in works for 15 minutes, and once.
          </DeadLink>
        </Outside>
      </Match>
    </Switch>
  )
}
