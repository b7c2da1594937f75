import { join, relative } from 'node:path'
import { describeBuildFailure } from './build/describe-build-failure.ts'
import { runCommand } from './cli/run-command.ts'
import { serve } from './cli/serve.ts'
import { watchFolders } from './cli/watch-folders.ts'
import { writeRegistries } from './generate.ts'
import type { Platform } from './platform/start-platform.ts'

const root = join(import.meta.dirname, '..')
const watched = ['kernel', 'plugins']
const quietMs = 150

await runCommand(async () => {
  await watchSources(await serve('npm run dev'))
  console.log(`Watching ${watched.join(' and ')}.`)
})

/** Reloads the Worker when its sources change; one reload at a time, and one more when they changed meanwhile. */
async function watchSources(platform: Platform): Promise<void> {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let isReloading = false
  const reload = async () => {
    if (isReloading || changed.size === 0) return
    isReloading = true
    const files = [...changed]
    changed.clear()
    await reloadAfter(platform, files)
    isReloading = false
    void reload()
  }
  await watchFolders(
    watched.map((folder) => join(root, folder)),
    (path) => {
      if (!isSource(path)) return
      changed.add(relative(root, path))
      clearTimeout(timer)
      timer = setTimeout(() => void reload(), quietMs)
    },
  )
}

/** What the Worker is made of; a path without an ending is a folder that came or went. */
function isSource(path: string): boolean {
  return /\.(ts|sql)$|\/\w+$/.test(path) && !/\.test\.ts$|\.gen\.ts$|\/ui\//.test(path)
}

async function reloadAfter(platform: Platform, files: readonly string[]): Promise<void> {
  const beganMs = performance.now()
  try {
    await writeRegistries()
    await platform.reload()
    console.log(`Reloaded after ${Math.round(performance.now() - beganMs)} ms: ${listed(files)}`)
  } catch (error) {
    console.error(`${describeBuildFailure(error)}\nThe last good build goes on running.`)
  }
}

function listed(files: readonly string[]): string {
  const shown = files.slice(0, 3).join(', ')
  return files.length > 3 ? `${shown} and ${files.length - 3} more` : shown
}
