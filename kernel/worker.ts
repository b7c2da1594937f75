import { createApp } from './app.ts'
import { sweep } from './delivery/sweep.ts'
import { work } from './delivery/work.ts'
import type { Env, WorkMessage } from './env.ts'
import { createRegistry } from './registry/create-registry.ts'
import type { Plugin } from './sdk/define-plugin.ts'

/** The Worker of a set of plugins: HTTP, the queue's consumer and the clock. */
export function createWorker(plugins: readonly Plugin[]): ExportedHandler<Env, WorkMessage> {
  const registry = createRegistry(plugins)
  const app = createApp(registry)
  return {
    fetch(request, env, ctx) {
      const message = messageFor(ctx)
      if (message === undefined) return app.fetch(request, env, ctx)
      ctx.waitUntil(work(env, ctx, registry, message))
      return new Response(null, { status: 202 })
    },
    /** Each piece of work is handed on, so that none waits for a slow one in front of it. */
    async queue(batch, _env, ctx) {
      const pieces = new Map(batch.messages.map(({ body }) => [`${body.tenantId} ${body.who}`, body]))
      await Promise.all([...pieces.values()].map((message) => handOn(ctx, message)))
    },
    async scheduled(_controller, env, ctx) {
      ctx.waitUntil(sweep(env))
    },
  }
}

/** The Worker calls itself, with the message as a property of the call: no request from outside can have one. */
async function handOn(ctx: ExecutionContext, message: WorkMessage): Promise<void> {
  const self = (ctx as unknown as { exports: { default: (options: object) => Fetcher } }).exports.default({
    props: { message },
  })
  await self.fetch('https://kernel/work')
}

function messageFor(ctx: ExecutionContext): WorkMessage | undefined {
  return (ctx.props as { readonly message?: WorkMessage } | undefined)?.message
}
