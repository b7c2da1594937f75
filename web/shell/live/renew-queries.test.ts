import { QueryClient, QueryObserver } from '@tanstack/solid-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveRecord } from './record.ts'
import { createRenewer } from './renew-queries.ts'

const record: LiveRecord = {
  id: '0199',
  at: '2026-11-26T09:00:00.000Z',
  actor: 'person:1',
  action: 'booking.booking.moved',
  subject: 'booking:1',
  about: [],
}
const isHere = ([workspace]: readonly unknown[]) => workspace === 'salon'

/** A workspace's calendar on a page, and how often it was asked for. */
async function openCalendar(isOwn: boolean) {
  const queries = new QueryClient()
  const ask = vi.fn(async () => 'the bookings')
  queries.mount()
  const stopWatching = new QueryObserver(queries, { queryKey: ['salon', 'booking'], queryFn: ask }).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(0)
  const renewer = createRenewer(queries, isHere, () => isOwn)
  return {
    asked: () => ask.mock.calls.length,
    askAgain: () => queries.refetchQueries(),
    renewer,
    close: () => {
      stopWatching()
      renewer.stop()
      queries.unmount()
    },
  }
}

describe('a page that hears of a change', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 26) })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('asks again for what was changed elsewhere, however fresh its answer is and whoever did it', async () => {
    const calendar = await openCalendar(false)
    calendar.renewer.take([record])
    await vi.advanceTimersByTimeAsync(1000)
    expect(calendar.asked()).toBe(2)
    calendar.close()
  })

  it('asks once for what comes together', async () => {
    const calendar = await openCalendar(false)
    for (let count = 0; count < 5; count++) calendar.renewer.take([record])
    await vi.advanceTimersByTimeAsync(1000)
    expect(calendar.asked()).toBe(2)
    calendar.close()
  })

  it('does not ask again for what it changed itself and has asked for since', async () => {
    const calendar = await openCalendar(true)
    await vi.advanceTimersByTimeAsync(5000)
    calendar.renewer.take([record])
    await calendar.askAgain()
    await vi.advanceTimersByTimeAsync(5000)
    expect(calendar.asked()).toBe(2)
    calendar.close()
  })

  it('asks for what it changed itself where it has not asked since', async () => {
    const calendar = await openCalendar(true)
    await vi.advanceTimersByTimeAsync(5000)
    calendar.renewer.take([record])
    await vi.advanceTimersByTimeAsync(5000)
    expect(calendar.asked()).toBe(2)
    calendar.close()
  })

  it('asks for nothing of another workspace or module', async () => {
    const calendar = await openCalendar(false)
    calendar.renewer.take([{ ...record, action: 'crm.contact.created' }])
    await vi.advanceTimersByTimeAsync(1000)
    expect(calendar.asked()).toBe(1)
    calendar.close()
  })
})
