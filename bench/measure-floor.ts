import { measure } from './compare.ts'
import type { LoadGenerator } from './load-generator.ts'
import { median } from './print-table.ts'
import { requestFor } from './requests.ts'
import type { Stage } from './stage.ts'

const steps = [
  ['/floor/constant', 'a constant'],
  ['/floor/token', '+ access token'],
  ['/floor/gate', '+ gate call'],
  ['/floor/select', '`select 1` in one trip, nothing else'],
  ['/bare/list?limit=50', 'the bare list'],
  ['/floor/batch', 'the bare list in a batch of two'],
  ['/floor/guarded', 'the same under a signed context and row security'],
  [undefined, 'the kernel: all of it, with Drizzle, ETag and headers'],
] as const

/** What each step of a request costs, in throughput and in CPU of each process. */
export async function measureFloor(
  stage: Stage,
  load: LoadGenerator,
  { seconds, rounds }: { readonly seconds: number; readonly rounds: number },
): Promise<Record<string, string>[]> {
  const signedIn = await stage.signIn()
  const kernel = requestFor(stage, 'kernel', 'list', signedIn)
  const requests = steps.map(([path, step]) => ({
    step,
    options: {
      ...(path === undefined ? kernel : { url: stage.platform.url + path, headers: signedIn }),
      connections: 16,
      duration: seconds,
    },
    bursts: [] as Awaited<ReturnType<typeof measure>>[],
  }))
  for (let round = 0; round <= rounds; round++)
    for (const { options, bursts } of requests) {
      const burst = await measure(stage, load, options)
      // The first round warms up.
      if (round > 0) bursts.push(burst)
    }
  return requests.map(({ step, bursts }) => ({
    step,
    'req/s': median(bursts.map(({ perSecond }) => perSecond)).toFixed(0),
    'CPU ms workerd': median(bursts.map(({ workerdMs }) => workerdMs)).toFixed(2),
    bridge: median(bursts.map(({ bridgeMs }) => bridgeMs)).toFixed(2),
    PostgreSQL: median(bursts.map(({ postgresMs }) => postgresMs)).toFixed(2),
  }))
}
