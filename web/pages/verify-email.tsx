import { useSearchParams } from '@solidjs/router'
import { createResource, type JSX, Match, Switch } from 'solid-js'
import { ErrorNote, LinkButton, Skeleton } from '#kit'
import { api, resume } from '../shell/session.ts'
import { DeadLink, isDeadLink } from './dead-link.tsx'
import { Outside } from './outside.tsx'

export default function VerifyEmail(): JSX.Element {
  const [search] = useSearchParams<{ token: string }>()
  const [verified] = createResource(async () => {
    await api('/auth/email/verify', { method: 'POST', body: { token: search.token ?? '' } })
    // Whoever is signed in here is known to be confirmed from now on.
    void resume()
    return true
  })
  return (
    <Outside title="Confirm your email address">
      <Switch fallback={<Skeleton rows={1} />}>
        <Match when={isDeadLink(verified.error)}>
          <DeadLink href="/profile" action="To your profile">
            It was opened before, or it is too old. Your profile says whether your address is confirmed, and sends you a
            new link.
          </DeadLink>
        </Match>
        <Match when={verified.error}>
          <ErrorNote error={verified.error} />
        </Match>
        <Match when={verified()}>
          <p role="status" class="rounded-lg bg-good-soft px-4 py-3 text-good">
            Thank you. Your email address is confirmed.
          </p>
          <LinkButton href="/workspaces" look="primary">
            Go on
          </LinkButton>
        </Match>
      </Switch>
    </Outside>
  )
}
