import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { Progress, useWorkspace } from '#kit'
import { formatSize } from '../format-size.ts'
import type { Room } from '../types.ts'

/** How much of the plan's room is taken. */
export function RoomLine(): JSX.Element {
  const workspace = useWorkspace()
  const room = useQuery(() => ({
    queryKey: [workspace().slug, 'storage', 'room'],
    queryFn: ({ signal }) => workspace().api<Room>('/storage/room', { signal }),
  }))
  return (
    <Show when={room.isSuccess && room.data}>
      {(found) => {
        const used = () => found().stored + found().reserved
        const words = () => `${formatSize(used())} of ${formatSize(found().room)} used`
        return (
          <div class="flex max-w-sm flex-col gap-1">
            <p class="text-sm text-soft">{words()}</p>
            <Progress label="Room for files" value={used() / found().room} words={words()} />
          </div>
        )
      }}
    </Show>
  )
}
