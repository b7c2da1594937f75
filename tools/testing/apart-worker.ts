import { createWorker } from '../../kernel/worker.ts'
import { plugins } from '../../plugins/registry.gen.ts'

export { Gate } from '../../kernel/gate/gate.ts'

/** The platform without its customers module, which comes back as a published plugin. */
export default createWorker(plugins.filter(({ id }) => id !== 'crm'))
