import { WorkerEntrypoint } from 'cloudflare:workers'
import type { LedgerRecord } from '../../database/capability.ts'
import { handlerOf } from '../../delivery/hearers.ts'
import type { Call, CallContext, KernelCapabilities, LogLine, Reply, Result } from '../../sandbox/protocol.ts'
import type { Plugin } from '../define-plugin.ts'
import { type Answer, answerRequests } from './answer-request.ts'
import { takeConsole, withLogs } from './collect-logs.ts'
import { describeFailure } from './describe-failure.ts'
import { guardFetch } from './guard-fetch.ts'
import { openVariables } from './open-variables.ts'
import { judgeSettings, readSettings } from './read-settings.ts'

/** What an isolate's module exports: the kernel calls `run`, and nothing else. */
export interface IsolatedEntry {
  run(call: Call, kernel: KernelCapabilities): Promise<Reply>
}

type Entry = new (ctx: ExecutionContext, env: never) => WorkerEntrypoint & IsolatedEntry

/**
 * Makes the default export of a published plugin's module: `export default serveIsolated(plugin)`.
 *
 * Routes, hearers and jobs find what they find beside the kernel: database, ports, settings, the caller.
 */
export function serveIsolated(plugin: Plugin): Entry {
  takeConsole()
  guardFetch(plugin.needs ?? {})
  const answer = answerRequests(plugin)
  return class extends WorkerEntrypoint implements IsolatedEntry {
    async run(call: Call, kernel: KernelCapabilities): Promise<Reply> {
      const logs: LogLine[] = []
      const result = await withLogs(logs, () => perform(plugin, answer, call, kernel).catch(describeFailure))
      return { logs, ...result }
    }
  }
}

async function perform(plugin: Plugin, answer: Answer, call: Call, kernel: KernelCapabilities): Promise<Result> {
  if (call.kind === 'request') return answer(call.audience, call.request, kernel, call.context)
  if (call.kind === 'hear') return hear(plugin, call, kernel)
  if (call.kind === 'job') return work(plugin, call, kernel)
  return { settings: judgeSettings(plugin, call.given) }
}

async function hear(plugin: Plugin, call: Call & { kind: 'hear' }, kernel: KernelCapabilities): Promise<Result> {
  const { action, id, subject } = call.record
  const record = { action: `${plugin.id}.event.heard`, subject, data: { action, eventId: id } }
  const context = openWork(plugin, kernel, call.context, record)
  await handlerOf(plugin, action)?.({ ...context, attempt: call.attempt }, call.record)
  return { done: 'done' }
}

async function work(plugin: Plugin, call: Call & { kind: 'job' }, kernel: KernelCapabilities): Promise<Result> {
  const job = plugin.jobs?.[call.name]
  if (job === undefined) return { done: 'done' }
  const record = { action: `${plugin.id}.job.ran`, subject: `job:${call.jobId}`, data: { name: call.name } }
  const context = openWork(plugin, kernel, call.context, record)
  return { done: await job({ ...context, jobId: call.jobId }, call.payload) }
}

function openWork(plugin: Plugin, kernel: KernelCapabilities, context: CallContext, record: LedgerRecord) {
  const settings = readSettings(plugin, context.settings)
  const {
    principal: _,
    requestId: _id,
    ...rest
  } = openVariables(plugin.needs ?? {}, kernel, context, settings, () => record)
  return rest
}
