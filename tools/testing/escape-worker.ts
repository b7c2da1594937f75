import type { Env } from '../../kernel/env.ts'
import { EgressGateway as Gateway } from '../../kernel/sandbox/egress-gateway.ts'
import { createWorker } from '../../kernel/worker.ts'
import { plugins } from '../../plugins/registry.gen.ts'

export { Gate } from '../../kernel/gate/gate.ts'

interface TestEnv extends Env {
  /** `http://127.0.0.1:<port>`: what answers as `api.example.com`. */
  readonly STAND_IN?: string
}

/** The gateway of production on a network in which `api.example.com` is a server of the test's. */
export class EgressGateway extends Gateway {
  constructor(ctx: ConstructorParameters<typeof Gateway>[0], env: TestEnv) {
    super(ctx, { ...env, EGRESS: networkOf(env) as Fetcher })
  }
}

function networkOf({ EGRESS, STAND_IN = '' }: TestEnv) {
  return {
    fetch: (url: string, init: RequestInit) => {
      const { hostname, pathname, search } = new URL(url)
      const reached = hostname === 'api.example.com' ? `${STAND_IN}${pathname}${search}` : url
      return (EGRESS as Fetcher).fetch(reached, init)
    },
  }
}

export default createWorker(plugins)
