const longestHiddenMs = 60_000

/**
 * Begins now and whenever the tab is looked at again; stops once it has been hidden for a minute.
 *
 * Answers a function that ends it.
 */
export function whileSeen(begin: (stop: AbortSignal, isResumed: boolean) => Promise<void>): () => void {
  let running: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const start = (isResumed: boolean) => {
    running = new AbortController()
    void begin(running.signal, isResumed)
  }
  const stop = () => {
    running?.abort()
    running = undefined
  }
  const look = () => {
    clearTimeout(timer)
    if (document.hidden) timer = setTimeout(stop, longestHiddenMs)
    else if (running === undefined) start(true)
  }
  document.addEventListener('visibilitychange', look)
  start(false)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
    stop()
  }
}
