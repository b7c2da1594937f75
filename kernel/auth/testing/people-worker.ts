import { Gate } from '../../gate/gate.ts'
import { createWorker } from '../../worker.ts'

/** The kernel without a single plugin: people sign in all the same. */
export default createWorker([])
export { Gate }
