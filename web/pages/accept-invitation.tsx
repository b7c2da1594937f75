import { useNavigate, useSearchParams } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, ErrorNote, LinkButton, Problem } from '#kit'
import { api, user } from '../shell/session.ts'
import { DeadLink, isDeadLink } from './dead-link.tsx'
import { Outside } from './outside.tsx'

export default function AcceptInvitation(): JSX.Element {
  const [search] = useSearchParams<{ token: string }>()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [isDead, setIsDead] = createSignal((search.token ?? '') === '')
  const form = createForm(async () => {
    try {
      const body = { token: search.token ?? '' }
      const { tenantId } = await api<{ tenantId: string }>('/invitations/accept', { method: 'POST', body })
      await queries.invalidateQueries({ queryKey: ['workspaces'] })
      navigate(`/w/${tenantId}`, { replace: true })
    } catch (error) {
      if (error instanceof Problem && error.status === 403) throw forAnother(error)
      if (!isDeadLink(error)) throw error
      setIsDead(true)
    }
  })
  return (
    <Outside
      title="You are invited"
      lead={<>You are signed in as {user()?.email}. The invitation has to be for this address.</>}
    >
      <Show
        when={!isDead()}
        fallback={
          <DeadLink href="/workspaces" action="To your workspaces">
            It was used before, was taken back, or is for another address than {user()?.email}. Ask the person who
            invited you for a new one.
          </DeadLink>
        }
      >
        <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
          <ErrorNote error={form.error()} />
          <Button type="submit" look="primary" busy={form.busy()}>
            Join the workspace
          </Button>
          <LinkButton href="/workspaces">Not now</LinkButton>
        </form>
      </Show>
    </Outside>
  )
}

function forAnother({ status, facts }: Problem): Problem {
  const title = 'This invitation is for another email address'
  return new Problem(status, {
    ...facts,
    title,
    detail: 'Sign out, and sign in with the address that it was mailed to.',
  })
}
