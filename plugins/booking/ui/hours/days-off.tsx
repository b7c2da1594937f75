import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { Keyed, Loaded, notify, notifyUndo, useWorkspace } from '#kit'
import { copyOf } from '../copy-of.ts'
import { refresh, useDesk } from '../desk.ts'
import { may } from '../may.ts'
import { keyOf } from '../queries.ts'
import { spanListWords } from '../team/week-words.ts'
import type { DayOff, Paged } from '../types.ts'
import { useToday } from '../use-now.ts'
import { dayWords } from '../words.ts'

/** The days off ahead of one, or of the whole business. */
export function DaysOff(props: { readonly resourceId: string | null }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const today = useToday()
  const query = useQuery(() => ({
    queryKey: keyOf(workspace().slug, 'days-off', today()),
    queryFn: () => workspace().api<Paged<DayOff>>(`/booking/days-off?from=${today()}&limit=100`),
  }))
  const remove = async ({ id, ...day }: DayOff) => {
    try {
      await workspace().api(`/booking/days-off/${id}`, { method: 'DELETE' })
      await refresh(desk())
      notifyUndo(`${daysWords(day)}: as usual again`, async () => {
        await workspace().api('/booking/days-off', { method: 'POST', body: day })
        await refresh(desk())
      })
    } catch (error) {
      notify.failed(error)
    }
  }
  return (
    <Loaded query={query} rows={2}>
      {(page) => {
        const mine = () => page().data.filter(({ resourceId }) => resourceId === props.resourceId)
        return (
          <Show when={mine().length > 0} fallback={<p class="text-soft">None ahead.</p>}>
            <ul class="flex flex-col divide-y divide-line">
              <Keyed each={mine()}>
                {(day) => (
                  <li class="flex items-center justify-between gap-3 py-2">
                    <div class="min-w-0">
                      <p class="font-medium [overflow-wrap:anywhere]">{daysWords(day())}</p>
                      <p class="text-sm text-soft [overflow-wrap:anywhere]">
                        {[spanListWords(day().spans) || 'Closed', day().note].filter(Boolean).join(', ')}
                      </p>
                    </div>
                    <Show when={workspace().can(may.writeHours)}>
                      <button
                        type="button"
                        aria-label={`Remove ${daysWords(day())}`}
                        class="focusable grid min-h-10 min-w-10 shrink-0 place-items-center rounded-lg text-soft hover:bg-raised"
                        onClick={() => void remove(copyOf(day()))}
                      >
                        <span aria-hidden="true" class="i-lucide-trash-2" />
                      </button>
                    </Show>
                  </li>
                )}
              </Keyed>
            </ul>
          </Show>
        )
      }}
    </Loaded>
  )
}

function daysWords({ fromDay, toDay }: Pick<DayOff, 'fromDay' | 'toDay'>): string {
  return fromDay === toDay ? dayWords(fromDay, 'long') : `${dayWords(fromDay)} – ${dayWords(toDay)}`
}
