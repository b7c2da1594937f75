import { createWorker } from '../../worker.ts'
import { sample, sampleMail } from './sample-plugins.ts'

export { Gate } from '../../gate/gate.ts'

/** A composition root with a module and a connector for tests. */
export default createWorker([sample, sampleMail])
