import { diary } from '../../live/testing/diary.ts'
import { createWorker } from '../../worker.ts'

export { Gate } from '../../gate/gate.ts'

const sound = createWorker([diary])

/** The planted fault: isolates that are named by all but the workspace. */
export default {
  ...sound,
  fetch(request, env, ctx) {
    const { LOADER } = env
    if (LOADER === undefined || sound.fetch === undefined) throw new Error('There is nothing to plant a fault in')
    const shared = {
      get: (name: string, code: Parameters<WorkerLoader['get']>[1]) =>
        LOADER.get(name.split(':').slice(1).join(':'), code),
    }
    return sound.fetch(request, { ...env, LOADER: shared as WorkerLoader }, ctx)
  },
} satisfies ReturnType<typeof createWorker>
