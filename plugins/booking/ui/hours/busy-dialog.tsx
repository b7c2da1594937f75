import { createSignal, type JSX, Show } from 'solid-js'
import { Button, Dialog, notify, notifyUndo, useWorkspace } from '#kit'
import { copyOf } from '../copy-of.ts'
import { refresh, useDesk } from '../desk.ts'
import { may } from '../may.ts'
import type { BusyTime } from '../types.ts'
import { whenWords } from '../words.ts'

export interface BusyDialogProps {
  /** Undefined while it is closed. */
  readonly busy: BusyTime | undefined
  /** Of a resource, by its id. */
  readonly name: (resourceId: string) => string
  readonly onClose: () => void
}

/** A time at which somebody is not to be booked, and the way to take it away. */
export function BusyDialog(props: BusyDialogProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [isWorking, setIsWorking] = createSignal(false)
  const remove = async ({ id, resourceId, startsAt, endsAt, title }: BusyTime) => {
    setIsWorking(true)
    try {
      await workspace().api(`/booking/busy-times/${id}`, { method: 'DELETE' })
      props.onClose()
      await refresh(desk())
      notifyUndo('The time is free again', async () => {
        const body = { resourceId, startsAt, endsAt, title }
        await workspace().api('/booking/busy-times', { method: 'POST', body })
        await refresh(desk())
      })
    } catch (error) {
      notify.failed(error)
    } finally {
      setIsWorking(false)
    }
  }
  return (
    <Dialog title={props.busy?.title ?? 'Blocked'} open={props.busy !== undefined} onClose={props.onClose}>
      <Show when={props.busy}>
        {(busy) => (
          <div class="flex flex-col gap-4">
            <p>
              {props.name(busy().resourceId)}, {whenWords(busy(), workspace().timeZone)}
            </p>
            <Show
              when={busy().calendarId === null}
              fallback={<p class="text-soft">It comes out of a calendar elsewhere. Change it there.</p>}
            >
              <Show when={workspace().can(may.writeHours)}>
                <div class="flex justify-end">
                  <Button
                    look="danger"
                    icon="i-lucide-trash-2"
                    busy={isWorking()}
                    onClick={() => void remove(copyOf(busy()))}
                  >
                    Open this time again
                  </Button>
                </div>
              </Show>
            </Show>
          </div>
        )}
      </Show>
    </Dialog>
  )
}
