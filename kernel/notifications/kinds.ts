import type { Plugin } from '../sdk/define-plugin.ts'
import type { NotificationKind } from '../sdk/notifications.ts'
import { kernelKinds } from './kernel-kinds.ts'

/** A kind of notification as the registry knows it. */
export interface KnownKind extends NotificationKind<never> {
  /** `crm.task_assigned`. */
  readonly id: string
  /** A plugin's id, or `kernel`. */
  readonly owner: string
  /** The plugin's title, or of the kernel `Workspace`. */
  readonly ownerTitle: string
}

/** Every kind of notification there is: the kernel's own first, then the plugins'. */
export function notificationKinds(plugins: readonly Plugin[]): readonly KnownKind[] {
  return [
    ...Object.entries(kernelKinds).map(([name, kind]) => known('kernel', 'Workspace', name, kind)),
    ...plugins.flatMap(({ id, title, notifies = {} }) =>
      Object.entries(notifies).map(([name, kind]) => known(id, title, name, kind as NotificationKind<never>)),
    ),
  ]
}

function known(owner: string, ownerTitle: string, name: string, kind: NotificationKind<never>): KnownKind {
  return { ...kind, id: `${owner}.${name}`, owner, ownerTitle }
}
