import { Hono } from 'hono'
import { kernelDatabase } from '../database/kernel-database.ts'
import { seesAction } from '../ledger/visibility.ts'
import type { KernelContext, KernelEnv } from '../request/context.ts'
import { rereadRights } from '../request/enter.ts'
import { endpoint } from '../sdk/endpoint.ts'
import { openLine } from './line.ts'
import { type StreamOptions, streamRecords } from './stream-records.ts'

/** A stream ends after this and begins anew, with what its reader may see by then. */
const longestStreamMs = 5 * 60 * 1000

/** `/api/live`: what happens in the workspace, as it happens. */
export const liveRoutes = new Hono<KernelEnv>().get(
  '/',
  endpoint({
    permission: 'tenant.read',
    summary: 'Streams what happens in the workspace, as it happens',
    description:
      'Server-sent events: each record as `id`, `event: record` and `data` with id, at, actor, action, subject and ' +
      'about, and for what the caller did the requestId. The stream ends when rights change and after some minutes; ' +
      'come back with Last-Event-ID, and nothing is lost, though the last seconds may come again. `event: reset` says ' +
      'that it is too long ago: load anew. ' +
      '`event: notification` says that the caller was told something, or has read it elsewhere.',
    answers: { 200: 'text/event-stream' },
  }),
  async (c) => c.body(await openStream(c as KernelContext), 200, headers),
)

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  // A proxy that gathers or packs the stream would hold back what happened.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const

/**
 * The line is opened before rights are read: whatever changes them from then on closes it. So nobody hears of anything
 * by rights that they had before, not even those who came in while the change was under way.
 */
async function openStream(c: KernelContext): Promise<ReadableStream<Uint8Array>> {
  const tenantId = c.var.tenant.id
  const line = await openLine(c.env, tenantId, c.var.principal.actor)
  c.req.raw.signal.addEventListener('abort', line.close)
  try {
    const { principal, snapshot, expiresAtMs } = await rereadRights(c)
    const { registry } = c.var
    return streamOf({
      line,
      database: kernelDatabase(c.env, tenantId),
      lastEventId: c.req.header('last-event-id')?.trim() || undefined,
      actor: principal.actor,
      sees: (action) => principal.can('tenant.read') && seesAction(registry, snapshot, principal, action),
      endsAtMs: Math.min(
        expiresAtMs ?? Number.POSITIVE_INFINITY,
        Date.now() + longestStreamMs * (0.8 + Math.random() / 5),
      ),
    })
  } catch (error) {
    line.close()
    throw error
  }
}

/** Pulled by the client: one that does not read makes nobody read for it. */
function streamOf(options: StreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const records = streamRecords(options)
  return new ReadableStream({
    async pull(controller) {
      try {
        let next = await records.next()
        while (next.done !== true && next.value === '') next = await records.next()
        if (next.done !== true) return controller.enqueue(encoder.encode(next.value))
      } catch (error) {
        console.error('A live stream broke off', error instanceof Error ? error.name : 'unknown')
      }
      options.line.close()
      controller.close()
    },
    cancel() {
      options.line.close()
    },
  })
}
