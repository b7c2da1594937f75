import { createWorker } from '../../worker.ts'
import { board } from './board-plugin.ts'

export { Gate } from '../../gate/gate.ts'

/** A composition root with a module that announces things, for tests. */
export default createWorker([board])
