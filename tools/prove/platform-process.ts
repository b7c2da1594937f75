import { startPlatform } from '../platform/start-platform.ts'
import type { PlatformStart } from './stage.ts'

/** A platform in a process group of its own, so that it can be killed whole, workerd and all, as a machine kills it. */
process.once('message', async (start: PlatformStart) => {
  try {
    const { url } = await startPlatform(start)
    process.send?.({ url })
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) })
  }
})
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
