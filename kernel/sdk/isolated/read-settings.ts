import { type BaseIssue, safeParse } from 'valibot'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import type { Result } from '../../sandbox/protocol.ts'
import type { Plugin } from '../define-plugin.ts'

type SettingsReply = Extract<Result, { settings: unknown }>['settings']

/** Settings as the plugin's own schema reads them. */
export function readSettings(plugin: Plugin, stored: unknown): unknown {
  const read = safeParse(plugin.settings, stored)
  if (!read.success) throw kernelErrors.settingsOutdated({ module: plugin.id })
  return read.output
}

/** Settings that somebody wants to store, or everything that is wrong with them. */
export function judgeSettings(plugin: Plugin, given: unknown): SettingsReply {
  const read = safeParse(plugin.settings, given)
  if (read.success) return { value: read.output as Record<string, unknown> }
  return { issues: read.issues.map((issue) => ({ path: pathOf(issue), message: issue.message })) }
}

function pathOf(issue: BaseIssue<unknown>): string[] {
  return issue.path?.map(({ key }) => String(key)) ?? []
}
