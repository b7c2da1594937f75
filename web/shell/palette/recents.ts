import { createSignal } from 'solid-js'

export interface Recent {
  /** Under the workspace: `/crm/contacts/<id>`. */
  readonly path: string
  readonly title: string
}

const most = 8
const prefix = 'recent:'
const [changes, setChanges] = createSignal(0)

/** The pages that this person saw last in this workspace, the latest first. They stay on this device. */
export function recentsOf(userId: string, workspaceId: string): Recent[] {
  changes()
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(userId, workspaceId)) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isRecent).slice(0, most) : []
  } catch {
    return []
  }
}

export function rememberRecent(userId: string, workspaceId: string, recent: Recent): void {
  const others = recentsOf(userId, workspaceId).filter(({ path }) => path !== recent.path)
  try {
    localStorage.setItem(keyOf(userId, workspaceId), JSON.stringify([recent, ...others].slice(0, most)))
    setChanges((count) => count + 1)
  } catch {
    // Storage may be off or full; then nothing is remembered.
  }
}

/** Whoever signs out leaves no names of customers on the device. */
export function forgetRecents(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
  } catch {
    // Storage may be off; then there is nothing to forget.
  }
}

function keyOf(userId: string, workspaceId: string): string {
  return `${prefix}${userId}:${workspaceId}`
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null) return false
  const { path, title } = value as Partial<Recent>
  return typeof path === 'string' && path.startsWith('/') && typeof title === 'string'
}
