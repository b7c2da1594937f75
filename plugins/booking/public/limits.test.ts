import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPlatform, type TestPlatform } from '#sdk/testing'
import { ahead, openSalon } from '../testing/salon.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform({ database: 'pglite', settings: { RATE_LIMIT_SCALE: '1' } })
})
afterAll(() => platform.stop())

it('a stranger who books without end is stopped, while everybody may still look', { timeout: 120_000 }, async () => {
  const salon = await openSalon(platform.client)
  const anna = await salon.addResource()
  const { slug } = await salon.addService({ needs: [{ resources: [{ resourceId: anna }] }] })
  const statuses: number[] = []
  for (let count = 0; count < 30; count++)
    statuses.push(
      (await salon.visitor.post(salon.publicApi('holds'), { service: slug, startsAt: ahead(2, 12) })).status,
    )
  expect(statuses[0]).toBe(201)
  const stopped = statuses.filter((status) => status === 429)
  expect(stopped.length).toBeGreaterThan(0)
  expect(statuses.filter((status) => status === 409).length).toBeLessThan(25)
  expect((await salon.visitor.get(salon.publicApi('page'))).status).toBe(200)
})
