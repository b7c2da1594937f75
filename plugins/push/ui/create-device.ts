import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, onMount } from 'solid-js'
import { notify, useWorkspace } from '#kit'
import { type Device, type State, seekOwnDevice, subscribe, support, unsubscribe } from './subscription.ts'

/** Notifications on the device in front of somebody. */
export interface OwnDevice {
  readonly state: () => State
  readonly id: () => string | undefined
  readonly busy: () => boolean
  /** Why the browser did not do what was asked, in plain words. */
  readonly trouble: () => string | undefined
  readonly isDeclined: () => boolean
  readonly turnOn: () => void
  readonly turnOff: () => void
  readonly test: () => void
  readonly decline: () => void
}

const declinedMark = 'push-declined'

export function createDevice(): OwnDevice {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const [state, setState] = createSignal<State>('unknown')
  const [own, setOwn] = createSignal<Device>()
  const [busy, setBusy] = createSignal(false)
  const [trouble, setTrouble] = createSignal<string>()
  const [isDeclined, setIsDeclined] = createSignal(wasDeclined())
  const show = (device: Device | undefined) => {
    setOwn(device)
    setState(support() ?? (device === undefined ? 'off' : 'on'))
    return queries.invalidateQueries({ queryKey: devicesKey(workspace().slug) })
  }
  const run = (work: () => Promise<unknown>) => {
    setBusy(true)
    setTrouble(undefined)
    void work()
      .catch((error: unknown) => {
        setTrouble(sayTrouble(error))
        if (trouble() === undefined) notify.failed(error)
      })
      .finally(() => setBusy(false))
  }
  onMount(() => {
    const hindrance = support()
    if (hindrance !== undefined) return void setState(hindrance)
    seekOwnDevice(workspace()).then(show, () => setState('off'))
  })
  return {
    state,
    id: () => own()?.id,
    busy,
    trouble,
    isDeclined,
    turnOn: () =>
      run(async () => {
        const device = await subscribe(workspace())
        await show(device)
        if (device !== undefined) notify.done('Notifications are on for this device')
      }),
    turnOff: () =>
      run(async () => {
        await unsubscribe(workspace())
        const id = own()?.id
        if (id !== undefined) await workspace().api(`/push/devices/${id}`, { method: 'DELETE' })
        await show(undefined)
      }),
    test: () =>
      run(async () => {
        await workspace().api('/push/test', { method: 'POST' })
        notify.done('A test is on its way to your devices')
      }),
    decline: () => {
      setIsDeclined(true)
      keepDeclined()
    },
  }
}

export function devicesKey(slug: string): readonly string[] {
  return [slug, 'push', 'devices']
}

/** What the browser itself refuses; undefined for what the platform said. */
function sayTrouble(error: unknown): string | undefined {
  if (!(error instanceof DOMException)) return undefined
  return 'Your browser did not let us: its own push service does not answer, or is turned off in its settings. Look there, or try again in a while.'
}

function wasDeclined(): boolean {
  try {
    return localStorage.getItem(declinedMark) !== null
  } catch {
    return false
  }
}

function keepDeclined(): void {
  try {
    localStorage.setItem(declinedMark, '1')
  } catch {
    // Nothing is kept here: it is asked again another time.
  }
}
