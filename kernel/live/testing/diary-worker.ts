import { createWorker } from '../../worker.ts'
import { diary } from './diary.ts'

export { Gate } from '../../gate/gate.ts'

/** A composition root with a module whose records not everybody may see. */
export default createWorker([diary])
