import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { bookingApi, letGo } from './api.ts'
import type { Hold, PublicService, Slot } from './nouns.ts'
import { wantedBody } from './wanted.ts'

/** Keeps the chosen time for the visitor, and lets go of it when they choose another one or leave. */
export function createHold(workspace: string, chosen: Accessor<Slot | undefined>) {
  const api = bookingApi(workspace)
  const [hold, setHold] = createSignal<Hold>()
  const release = async () => {
    const held = hold()
    setHold(undefined)
    if (held !== undefined) await letGo(workspace, held.token)
  }
  /** Holds a time; undefined when the visitor has chosen another one meanwhile. */
  const take = async (slot: Slot, service: PublicService): Promise<Hold | undefined> => {
    const held = await api.hold({ ...wantedBody(service), startsAt: slot.startsAt })
    if (chosen() === slot) return setHold(held)
    void letGo(workspace, held.token)
    return undefined
  }
  const leave = () => void release()
  addEventListener('pagehide', leave)
  onCleanup(() => removeEventListener('pagehide', leave))
  return { hold, take, release, forget: () => setHold(undefined) }
}
