import { kernelErrors } from '../errors/kernel-errors.ts'
import type { TenantSnapshot } from '../request/snapshot.ts'
import type { InstalledPlugin } from './installed-plugin.ts'

const reasons = {
  suspended: 'Somebody in this workspace suspended it',
  killed: 'The operator of this platform stopped it',
  yanked: 'This version was called back; the workspace needs another one',
} as const

/** A plugin that is installed and runs; the others are refused with the reason. */
export function requireRunning({ published }: TenantSnapshot, pluginId: string): InstalledPlugin {
  const installed = Object.hasOwn(published, pluginId) ? published[pluginId] : undefined
  if (installed === undefined) throw kernelErrors.pluginNotInstalled({ plugin: pluginId })
  if (installed.state !== 'on')
    throw kernelErrors.pluginStopped({ plugin: pluginId, state: installed.state, detail: reasons[installed.state] })
  return installed
}
