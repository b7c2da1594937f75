import type { Workspace } from '#kit'

/** How it stands with notifications on this device. */
export type State = 'unknown' | 'unsupported' | 'home_screen' | 'blocked' | 'off' | 'on'

export interface Device {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly lastSentAt: string | null
}

/** Whether this browser can take notifications at all, and whether it was told not to. */
export function support(): 'unsupported' | 'home_screen' | 'blocked' | undefined {
  const isKnown = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
  // On iPhone and iPad they are there once the page is on the home screen.
  if (!isKnown) return /iPhone|iPad/.test(navigator.userAgent) ? 'home_screen' : 'unsupported'
  return Notification.permission === 'denied' ? 'blocked' : undefined
}

/** What this device is subscribed to in the workspace; renewed with the platform, which may have forgotten it. */
export async function seekOwnDevice(workspace: Workspace): Promise<Device | undefined> {
  if (Notification.permission !== 'granted') return undefined
  const registration = await navigator.serviceWorker.getRegistration(scopeOf(workspace))
  const subscription = await registration?.pushManager.getSubscription()
  return subscription === null || subscription === undefined ? undefined : register(workspace, subscription)
}

/** Asks whoever is here, then subscribes this device. Undefined when they said no, or nothing. */
export async function subscribe(workspace: Workspace): Promise<Device | undefined> {
  // First of all: browsers only ask in answer to a press of a button.
  if ((await Notification.requestPermission()) !== 'granted') return undefined
  const { publicKey } = await workspace.api<{ publicKey: string }>('/push/key')
  const registration = await navigator.serviceWorker.register('/sw.js', { scope: scopeOf(workspace) })
  await untilActive(registration)
  // One that was made with another key takes nothing from this workspace.
  await (await registration.pushManager.getSubscription())?.unsubscribe()
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  })
  return register(workspace, subscription)
}

/** Ends it on this device. */
export async function unsubscribe(workspace: Workspace): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(scopeOf(workspace))
  await (await registration?.pushManager.getSubscription())?.unsubscribe()
}

/** A browser has one subscription for each scope, and each workspace a key of its own. No page lies there: the worker controls none. */
function scopeOf({ id }: Workspace): string {
  return `/push/${id}/`
}

function register(workspace: Workspace, subscription: PushSubscription): Promise<Device> {
  const { endpoint, keys } = subscription.toJSON()
  return workspace.api<Device>('/push/devices', { method: 'POST', body: { endpoint, keys } })
}

async function untilActive({ active, installing, waiting }: ServiceWorkerRegistration): Promise<void> {
  const worker = installing ?? waiting
  if (active !== null || worker === null) return
  await new Promise<void>((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve()
      if (worker.state === 'redundant') reject(new Error('The service worker was not installed'))
    })
  })
}
