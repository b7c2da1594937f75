import { plugins } from '../plugins/registry.gen.ts'
import { createWorker } from './worker.ts'

export { Gate } from './gate/gate.ts'
export { EgressGateway } from './sandbox/egress-gateway.ts'

/** The composition root: the only file that knows which plugins exist. */
export default createWorker(plugins)
