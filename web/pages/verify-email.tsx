import { useSearchParams } from '@solidjs/router'
import { createResource, type JSX, Match, Switch } from 'solid-js'
import { ErrorNote, LinkButton, Skeleton } from '#kit'
import { api } from '../shell/session.ts'
import { Outside } from './outside.tsx'

export default function VerifyEmail(): JSX.Element {
  const [search] = useSearchParams<{ token: string }>()
  const [verified] = createResource(async () => {
    await api('/auth/email/verify', { method: 'POST', body: { token: search.token ?? '' } })
    return true
  })
  return (
    <Outside title="Confirm your email address">
      <Switch fallback={<Skeleton rows={1} />}>
        <Match when={verified.error}>
          <ErrorNote error={verified.error} />
        </Match>
        <Match when={verified()}>
          <p role="status" class="rounded-lg bg-good-soft px-4 py-3 text-good">
            Thank you. Your email address is confirmed.
          </p>
        </Match>
      </Switch>
      <LinkButton href="/workspaces">Go on</LinkButton>
    </Outside>
  )
}
