import type { Options } from 'autocannon'
import type { Burst } from './load.ts'
import type { LoadGenerator } from './load-generator.ts'
import { cpuBetween, cpuSeconds, processTree } from './measure-process.ts'
import { median, spread } from './print-table.ts'
import { requestFor, type Side, type What } from './requests.ts'
import type { Stage } from './stage.ts'

interface Comparison {
  readonly what: What
  readonly connections: number
  readonly seconds: number
  readonly pairs: number
}

/** A burst, and the CPU that it took of each process, in milliseconds a request. */
export interface Measured extends Burst {
  readonly workerdMs: number
  readonly bridgeMs: number
  readonly postgresMs: number
}

/**
 * Loads the kernel and the bare route in turns: A B, B A, A B. The ratio is that of two neighbours, so that whatever
 * else the machine does weighs on both.
 */
export async function compare(stage: Stage, load: LoadGenerator, wanted: Comparison): Promise<Record<string, string>> {
  const { what, connections, seconds, pairs } = wanted
  const signedIn = await stage.signIn()
  const bursts: Record<Side, Measured[]> = { kernel: [], bare: [] }
  const run = (side: Side, duration: number) =>
    measure(stage, load, { ...requestFor(stage, side, what, signedIn), connections, duration })
  for (const side of ['bare', 'kernel'] as const) await run(side, Math.max(2, seconds))
  for (let pair = 0; pair < pairs; pair++)
    for (const side of pair % 2 === 0 ? (['bare', 'kernel'] as const) : (['kernel', 'bare'] as const))
      bursts[side].push(await run(side, seconds))
  const failed = [...bursts.bare, ...bursts.kernel].reduce((sum, burst) => sum + burst.failed, 0)
  if (failed > 0) throw new Error(`${failed} requests of ${what} at ${connections} connections failed`)
  return describe(wanted, bursts)
}

function describe({ what, connections }: Comparison, { kernel, bare }: Record<Side, Measured[]>) {
  const of = (bursts: readonly Measured[], value: (burst: Measured) => number) => median(bursts.map(value))
  const ratios = (value: (burst: Measured) => number) =>
    kernel.map((burst, pair) => value(burst) / value(bare[pair] ?? burst))
  const pair = (value: (burst: Measured) => number) => `${of(kernel, value).toFixed(0)} / ${of(bare, value).toFixed(0)}`
  return {
    what: `${what}, ${connections} connections`,
    'req/s kernel / bare': pair(({ perSecond }) => perSecond),
    'ratio (min–max)': spread(ratios(({ perSecond }) => perSecond)),
    'p50 ms': pair(({ p50Ms }) => p50Ms),
    'p99 ms': pair(({ p99Ms }) => p99Ms),
    'CPU ms a request: workerd, bridge, PostgreSQL': `${cpuTexts(kernel)} / ${cpuTexts(bare)}`,
    'CPU bare ÷ kernel': spread(ratios(cpuOf).map((ratio) => 1 / ratio)),
    errors: '0',
  }
}

function cpuTexts(bursts: readonly Measured[]): string {
  const parts = (['workerdMs', 'bridgeMs', 'postgresMs'] as const).map((part) =>
    median(bursts.map((burst) => burst[part])),
  )
  return parts.map((part) => part.toFixed(2)).join(' + ')
}

function cpuOf({ workerdMs, bridgeMs, postgresMs }: Measured): number {
  return workerdMs + bridgeMs + postgresMs
}

/**
 * Runs one burst and says what it cost each process.
 *
 * A short one goes before it unmeasured: the bridge bounds its connections over all logins, so that after a change of
 * sides every connection is new, and PostgreSQL has yet to read its catalogue and plan.
 */
export async function measure(
  stage: Stage,
  load: LoadGenerator,
  options: Options & { readonly duration: number },
): Promise<Measured> {
  const read = async () => {
    const postgres = (await processTree(stage.postgresPid)).map(({ pid }) => pid)
    return Promise.all([[stage.workerdPid], [process.pid], postgres].map(cpuSeconds))
  }
  const { duration, ...request } = options
  await load.burst({ ...request, amount: request.connections * 15 })
  const before = await read()
  const burst = await load.burst({ ...request, duration })
  const after = await read()
  const [workerdMs = 0, bridgeMs = 0, postgresMs = 0] = after.map(
    (used, place) => (cpuBetween(before[place] ?? new Map(), used) / burst.answered) * 1000,
  )
  return { ...burst, workerdMs, bridgeMs, postgresMs }
}
