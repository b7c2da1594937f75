import autocannon, { type Options } from 'autocannon'

/** What one burst came to. */
export interface Burst {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly answered: number
  /** Whatever was not a 2xx. */
  readonly failed: number
}

// The load generator is a process of its own: the bridge's event loop is the benchmark's.
process.on('message', async (options: Options) => {
  const startedMs = performance.now()
  const result = await autocannon(options)
  const seconds = (performance.now() - startedMs) / 1000
  const burst: Burst = {
    perSecond: result['2xx'] / seconds,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    answered: result['2xx'],
    failed: result.errors + result.timeouts + result.non2xx,
  }
  process.send?.(burst)
})
