import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, openSalon } from '../testing/salon.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform({
    database: 'pglite',
    settings: { RATE_LIMIT_SCALE: '1', CLIENT_ADDRESS_HEADER: 'x-client' },
  })
})
afterAll(() => platform.stop())

it('a stranger who books without end is stopped, while everybody may still look', { timeout: 120_000 }, async () => {
  const salon = await openSalon(platform.client)
  const anna = await salon.addResource()
  const { slug } = await salon.addService({ needs: [{ resources: [{ resourceId: anna }] }] })
  // All at once, so that what fills up again meanwhile is little.
  const stranger = salon.visitor.with({ 'x-client': '192.0.2.9' })
  const hold = () => stranger.post(salon.publicApi('holds'), { service: slug, startsAt: ahead(2, 12) })
  const statuses = (await Promise.all(Array.from({ length: 60 }, hold))).map(({ status }) => status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(1)
  const stopped = statuses.filter((status) => status === 429)
  expect(stopped.length).toBeGreaterThan(0)
  expect(statuses.filter((status) => status === 409).length).toBeLessThan(40)
  expect((await stranger.get(salon.publicApi('page'))).status).toBe(200)
})
