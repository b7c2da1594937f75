import type { Env, WorkMessage } from '../../env.ts'
import { sample, sampleMail } from '../../registry/testing/sample-plugins.ts'
import { createWorker } from '../../worker.ts'
import { gateOf } from '../ask-gate.ts'
import { Gate as SoundGate } from '../gate.ts'

/** What is wrong with every gate: `hangs` and `throws` mean all of it, the others a change of rights only. */
export type GateFault = 'nothing' | 'hangs' | 'throws' | 'cannot begin' | 'cannot end'

let fault: GateFault = 'nothing'

/** The gate of production with a switch that breaks it: `POST /test/gate` with a `GateFault`. */
export class Gate extends SoundGate {
  override async admit(...ask: Parameters<SoundGate['admit']>) {
    await suffer('hangs', 'throws')
    return super.admit(...ask)
  }

  override async beginRevision(...revision: Parameters<SoundGate['beginRevision']>) {
    await suffer('hangs', 'throws', 'cannot begin')
    return super.beginRevision(...revision)
  }

  override async endRevision(...revision: Parameters<SoundGate['endRevision']>) {
    await suffer('hangs', 'throws', 'cannot end')
    return super.endRevision(...revision)
  }
}

async function suffer(...faults: GateFault[]): Promise<void> {
  if (!faults.includes(fault)) return
  if (fault === 'throws') throw new Error('The gate is down')
  await new Promise(() => undefined)
}

/** Two changes of rights that overlap: the epochs that the gate answers before, between and after. */
async function overlap(env: Env): Promise<(number | null)[]> {
  const gate = gateOf(env, 'tenant', 'overlap')
  const ask = {
    scope: 'tenant',
    id: 'overlap',
    principal: 'p',
    routeClass: 'read',
    scale: 1,
    mayChange: false,
  } as const
  const epochs: (number | null)[] = []
  const look = async () => epochs.push((await gate.admit(ask)).epoch)
  await look()
  await gate.beginRevision('one')
  await gate.beginRevision('two')
  await look()
  await gate.endRevision('one')
  await look()
  await gate.endRevision('two')
  await look()
  return epochs
}

const worker = createWorker([sample, sampleMail])

export default {
  ...worker,
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url)
    if (pathname === '/test/overlap') return Response.json(await overlap(env))
    if (pathname !== '/test/gate') return worker.fetch?.(request, env, ctx) ?? new Response(null, { status: 500 })
    fault = (await request.text()) as GateFault
    return new Response(null, { status: 204 })
  },
} satisfies ExportedHandler<Env, WorkMessage>
