import { useNavigate, useSearchParams } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import { Button, createForm, ErrorNote, LinkButton } from '#kit'
import { api, user } from '../shell/session.ts'
import { Outside } from './outside.tsx'

export default function AcceptInvitation(): JSX.Element {
  const [search] = useSearchParams<{ token: string }>()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const form = createForm(async () => {
    const { tenantId } = await api<{ tenantId: string }>('/invitations/accept', {
      method: 'POST',
      body: { token: search.token ?? '' },
    })
    await queries.invalidateQueries({ queryKey: ['workspaces'] })
    navigate(`/w/${tenantId}`, { replace: true })
  })
  return (
    <Outside
      title="You are invited"
      lead={<>You are signed in as {user()?.email}. The invitation has to be for this address.</>}
    >
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <ErrorNote error={form.error()} />
        <Button type="submit" look="primary" busy={form.busy()}>
          Join the workspace
        </Button>
        <LinkButton href="/workspaces">Not now</LinkButton>
      </form>
    </Outside>
  )
}
