import { useQuery } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import {
  Button,
  CopyLine,
  createForm,
  ErrorNote,
  formatDate,
  Keyed,
  Loaded,
  notify,
  TextField,
  useWorkspace,
} from '#kit'
import { refresh, useDesk } from '../desk.ts'
import { keyOf } from '../queries.ts'
import type { Feed, Listed, MadeFeed } from '../types.ts'

/** Secret addresses under which other calendars show these bookings. */
export function Feeds(props: { readonly resourceId: string }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [made, setMade] = createSignal<MadeFeed>()
  const query = useQuery(() => ({
    queryKey: keyOf(workspace().slug, 'feeds'),
    queryFn: () => workspace().api<Listed<Feed>>('/booking/feeds'),
  }))
  const form = createForm(async (data, element) => {
    const body = { resourceId: props.resourceId, name: String(data.get('name') ?? '').trim() }
    setMade(await workspace().api<MadeFeed>('/booking/feeds', { method: 'POST', body }))
    element.reset()
    await refresh(desk())
  })
  const remove = (feed: Feed) =>
    workspace()
      .api(`/booking/feeds/${feed.id}`, { method: 'DELETE' })
      .then(() => {
        if (made()?.id === feed.id) setMade(undefined)
        notify.done(`The address of ${feed.name} works no longer`)
      })
      .then(() => refresh(desk()))
      .catch(notify.failed)
  return (
    <>
      <Show when={made()}>
        {(feed) => (
          <div class="flex flex-col gap-2 rounded-lg bg-good-soft p-3">
            <CopyLine label={`The address of ${feed().name}`} value={feed().url} />
            <p class="text-sm text-good">It is shown this once. Whoever has it sees the bookings.</p>
          </div>
        )}
      </Show>
      <Loaded query={query} rows={1}>
        {(list) => (
          <ul class="flex flex-col divide-y divide-line empty:hidden">
            <Keyed each={list().data.filter(({ resourceId }) => resourceId === props.resourceId)}>
              {(feed) => (
                <li class="flex items-center justify-between gap-3 py-2">
                  <div class="min-w-0">
                    <p class="font-medium [overflow-wrap:anywhere]">{feed().name}</p>
                    <p class="text-sm text-soft">Since {formatDate(feed().createdAt)}</p>
                  </div>
                  <Button look="quiet" onClick={() => void remove(feed())}>
                    End it<span class="sr-only">: {feed().name}</span>
                  </Button>
                </li>
              )}
            </Keyed>
          </ul>
        )}
      </Loaded>
      <form class="flex flex-col gap-3" onSubmit={form.onSubmit}>
        <ErrorNote error={form.error()} />
        <TextField
          label="Where it is used"
          name="name"
          placeholder="Mia’s phone"
          maxlength={200}
          error={form.wrong('name')}
        />
        <div>
          <Button type="submit" icon="i-lucide-rss" busy={form.busy()}>
            Make an address
          </Button>
        </div>
      </form>
    </>
  )
}
