import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { changeAhead, useWorkspace } from '#kit'
import { notificationsKey } from '../../shell/notifications/queries.ts'

export type MailChoice = 'now' | 'daily' | 'off'
export type ChannelState = 'connected' | 'captured' | 'not_connected'

export interface Channels {
  readonly inApp: boolean
  readonly push: boolean
  readonly mail: MailChoice
}

export interface Kind extends Channels {
  readonly id: string
  readonly module: string
  readonly moduleTitle: string
  readonly title: string
}

export interface Choices {
  readonly channels: { readonly push: ChannelState; readonly mail: ChannelState }
  readonly at: string
  readonly timeZone: string | null
  readonly kinds: readonly Kind[]
}

export function useChoices() {
  const workspace = useWorkspace()
  return useQuery(() => ({
    queryKey: [...notificationsKey(workspace().slug), 'choices'],
    queryFn: () => workspace().api<Choices>('/notifications/choices'),
    reconcile: 'id',
  }))
}

/** Keeps a choice: it stands at once, and is taken back when the API refuses it. */
export function useChoose() {
  const queries = useQueryClient()
  const workspace = useWorkspace()
  const choose = (change: (choices: Choices) => Choices, body: object) =>
    changeAhead<Choices>(queries, {
      queryKey: [...notificationsKey(workspace().slug), 'choices'],
      change,
      send: () => workspace().api('/notifications/choices', { method: 'PUT', body }),
    })
  return {
    kind: ({ id, inApp, push, mail }: Kind, patch: Partial<Channels>) => {
      const channels = { inApp, push, mail, ...patch }
      const change = (choices: Choices) => ({
        ...choices,
        kinds: choices.kinds.map((kind) => (kind.id === id ? { ...kind, ...channels } : kind)),
      })
      return choose(change, { kinds: { [id]: channels } })
    },
    hour: (hour: Partial<Pick<Choices, 'at' | 'timeZone'>>) => choose((choices) => ({ ...choices, ...hour }), hour),
  }
}
