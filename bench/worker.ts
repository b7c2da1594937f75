import { createWorker } from '../kernel/worker.ts'
import { plugins } from '../plugins/registry.gen.ts'
import { bareRoutes } from './bare.ts'
import { floorRoutes } from './floor.ts'

export { Gate } from '../kernel/gate/gate.ts'

const kernel = createWorker(plugins)
const beside = bareRoutes.route('/floor', floorRoutes)

/** The kernel, and beside it plain Hono: one script, one workerd, one bridge, one database. */
export default {
  ...kernel,
  fetch: (request, env, ctx) =>
    /^https?:\/\/[^/]+\/(bare|floor)\//.test(request.url)
      ? beside.fetch(request, env, ctx)
      : (kernel.fetch?.(request, env, ctx) as Promise<Response>),
} satisfies typeof kernel
