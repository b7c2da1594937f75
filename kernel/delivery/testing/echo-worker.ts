import { createWorker } from '../../worker.ts'
import { echo, ping, pong } from './echo-plugins.ts'

export { Gate } from '../../gate/gate.ts'

/** A composition root with modules that hear, for tests. */
export default createWorker([echo, ping, pong])
