import { eq } from 'drizzle-orm'
import { endpoint, pluginRouter } from '#sdk'
import * as contract from '../contract.ts'
import { errors } from '../errors.ts'
import { presentService, selectServices } from '../services/select-services.ts'
import type { Settings } from '../settings.ts'
import { services } from '../tables.ts'
import { visitOf } from '../visit.ts'
import { acceptOffer, findWaiting, joinWaiting, leaveWaiting } from '../waiting/change-waiting.ts'
import { presentBusiness, presentPublicService } from './present-public.ts'
import { type PublicContext, showBooked } from './show-booking.ts'
import { makeToken, readToken } from './tokens.ts'

const act = { audience: 'public', routeClass: 'submit' } as const
const one = { params: contract.TokenParam, answers: { 200: contract.PublicWaiting } } as const

/** What somebody does who waits for a time. */
export const publicWaitingRoutes = pluginRouter<Settings>()
  .post(
    '/waiting',
    endpoint({
      ...act,
      summary: 'Waits for a time to become free',
      body: contract.NewWaiting,
      answers: { 201: contract.PublicWaiting },
    }),
    async (c) => {
      const id = await joinWaiting(c.var, visitOf(c), c.req.valid('json'))
      return c.json(await showWaiting(c, id), 201)
    },
  )
  .get(
    '/waiting/:token',
    endpoint({ audience: 'public', routeClass: 'read', ...one, summary: 'Shows a place on the waiting list' }),
    async (c) => {
      c.header('cache-control', 'private, no-store')
      return c.json(await showWaiting(c, await readToken(c.var.belongings, 'waiting', c.req.valid('param').token)))
    },
  )
  .post(
    '/waiting/:token/accept',
    endpoint({
      ...act,
      summary: 'Takes the time that is offered',
      params: contract.TokenParam,
      answers: { 201: contract.BookedAnswer },
    }),
    async (c) => {
      const id = await readToken(c.var.belongings, 'waiting', c.req.valid('param').token)
      return c.json(await showBooked(c, [await acceptOffer(c.var, visitOf(c), id)], []), 201)
    },
  )
  .delete('/waiting/:token', endpoint({ ...act, ...one, summary: 'Leaves the waiting list' }), async (c) => {
    const id = await readToken(c.var.belongings, 'waiting', c.req.valid('param').token)
    await leaveWaiting(c.var, visitOf(c), id)
    return c.json(await showWaiting(c, id))
  })

async function showWaiting(c: PublicContext, id: string) {
  const row = await findWaiting(c.var, id)
  const [service] = await selectServices(c.var.db, eq(services.id, row.serviceId))
  if (service === undefined) throw errors.serviceNotFound()
  const { state, fromDay, toDay, startsAt, endsAt, heldUntil } = row
  const isOffered = state === 'offered' && startsAt !== null && endsAt !== null && heldUntil !== null
  return {
    token: await makeToken(c.var.belongings, 'waiting', id),
    state,
    business: presentBusiness(c.var.tenant, c.var.settings),
    service: presentPublicService(presentService(service), []),
    fromDay,
    toDay,
    offer: isOffered ? { startsAt, endsAt, until: heldUntil } : null,
  }
}
