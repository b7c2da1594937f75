import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import { Button, createForm, DateTimeField, Dialog, ErrorNote, formatNumber, notify, useWorkspace } from '#kit'
import { undoneKey } from './queries.ts'

const weekMs = 7 * 86_400_000
const minuteMs = 60_000

/** Tries again all that was given up in a stretch of time, such as when something was broken for a day. */
export function AgainDialog(props: { readonly close: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const form = createForm(async (data) => {
    const body = { from: String(data.get('from')), to: String(data.get('to')) }
    const { replayed } = await workspace().api<{ replayed: number }>('/deliveries/replay', { method: 'POST', body })
    await queries.invalidateQueries({ queryKey: undoneKey(workspace().slug) })
    props.close()
    notify.done(
      replayed === 0 ? 'Nothing was given up in that time' : `Tried again now: ${formatNumber(replayed)} of them`,
    )
  })
  return (
    <Dialog title="Try again from a time" open onClose={props.close}>
      <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
        <p class="text-soft">For when something was broken for a while and works again.</p>
        <ErrorNote error={form.error()} />
        <DateTimeField
          label="From"
          name="from"
          value={new Date(Date.now() - weekMs).toISOString()}
          error={form.wrong('from')}
        />
        <DateTimeField label="To" name="to" value={afterNow()} error={form.wrong('to')} />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Try again
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The field knows whole minutes: what was given up in this one is to be within. */
function afterNow(): string {
  return new Date(Date.now() + minuteMs).toISOString()
}
