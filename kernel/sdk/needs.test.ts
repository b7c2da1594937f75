import { describe, expect, it } from 'vitest'
import type { JobContext } from './job.ts'
import { defineNeeds } from './needs.ts'
import { pluginRouter } from './router.ts'

const needs = defineNeeds({
  ports: { email: { perDay: 10, why: 'Sends the reminder' } },
  calls: { 'booking GET /bookings': { fields: ['start'] } },
})

describe('what a plugin asks for', () => {
  it('is all that its routes have: anything else does not compile', () => {
    const router = pluginRouter<unknown, typeof needs>().get('/', (c) => {
      const { ports, modules } = c.var
      void [ports.email.send]
      // @ts-expect-error: the port was not asked for
      void [ports.push.send]
      void (() => modules.call({ route: 'booking GET /bookings' }))
      // @ts-expect-error: the call was not asked for
      void (() => modules.call({ route: 'crm GET /contacts' }))
      return c.body(null)
    })
    expect(router.routes).toHaveLength(1)
  })

  it('is nothing at all when it asks for nothing', () => {
    const router = pluginRouter<unknown, Record<never, never>>().get('/', (c) => {
      // @ts-expect-error: no port was asked for
      void [c.var.ports.email]
      // @ts-expect-error: no call was asked for
      void (() => c.var.modules.call({ route: 'booking GET /bookings' }))
      return c.body(null)
    })
    const job = async ({ ports }: JobContext<unknown, typeof needs>) => {
      // @ts-expect-error: the port was not asked for
      void [ports.files]
    }
    expect([router.routes.length, typeof job]).toEqual([1, 'function'])
  })

  it('is everything where a plugin says nothing of it, as built-in ones do', () => {
    const router = pluginRouter().get('/', (c) => {
      void [c.var.ports.email.send, c.var.ports.push.send, c.var.ports.files.list]
      void (() => c.var.modules.call({ route: 'anything' }))
      return c.body(null)
    })
    expect(router.routes).toHaveLength(1)
  })
})
