import { type Platform, startPlatform } from '../platform/start-platform.ts'
import type { PlatformStart } from './stage.ts'

/** A platform in a process group of its own, so that it can be killed whole, workerd and all, as a machine kills it. */
process.once('message', async (start: PlatformStart) => {
  await answer(async () => {
    const platform = await startPlatform(start)
    process.on('message', () => answer(() => reload(platform)))
    return { url: platform.url }
  })
})
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))

async function reload(platform: Platform): Promise<{ url: string }> {
  await platform.reload()
  return { url: platform.url }
}

async function answer(act: () => Promise<{ url: string }>): Promise<void> {
  try {
    process.send?.(await act())
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) })
  }
}
