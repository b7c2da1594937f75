import { useSearchParams } from '@solidjs/router'
import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { createMemo } from 'solid-js'
import {
  type CalendarView as CalendarLook,
  type CalendarPeriod,
  daysOf,
  firstWeekdayOf,
  known,
  readPeriod,
  stepPeriod,
  useWorkspace,
  writePeriod,
} from '#kit'
import { keyOf } from '../queries.ts'
import { firstOf, toQuery } from '../query-string.ts'
import type { CalendarView } from '../types.ts'
import { useToday } from '../use-now.ts'

/** What the calendar shows, as the address says it, and what the API knows of it. */
export function createCalendarState() {
  const workspace = useWorkspace()
  const today = useToday()
  const [search, setSearch] = useSearchParams<Record<string, string>>()
  const firstWeekday = () => firstWeekdayOf(navigator.language)
  const period = createMemo(() => readPeriod(firstOf(search.view), firstOf(search.day), today()), undefined, {
    equals: (a, b) => a.view === b.view && a.day === b.day,
  })
  const days = createMemo(() => daysOf(period(), firstWeekday()))
  const filter = () => ({ resourceIds: firstOf(search.who), serviceId: firstOf(search.service) })
  const asked = () => toQuery({ ...days(), ...filter() })
  const key = () => keyOf(workspace().slug, 'calendar', asked())
  const query = useQuery(() => ({
    queryKey: key(),
    queryFn: ({ signal }) => workspace().api<CalendarView>(`/booking/calendar?${asked()}`, { signal }),
    placeholderData: keepPreviousData,
  }))
  const show = (next: CalendarPeriod) => {
    const { view, day } = writePeriod(next, today())
    setSearch({ view: view || undefined, day: day || undefined })
  }
  return {
    period,
    days,
    today,
    firstWeekday,
    filter,
    key,
    query,
    view: () => known(query),
    isFiltered: () => filter().resourceIds !== '' || filter().serviceId !== '',
    change: (part: { readonly who?: string; readonly service?: string }) => setSearch(part, { replace: true }),
    look: (view: CalendarLook) => show({ ...period(), view }),
    go: (day: string, view: CalendarLook = period().view) => show({ view, day }),
    step: (step: -1 | 1) => show(stepPeriod(period(), step)),
  }
}

export type CalendarState = ReturnType<typeof createCalendarState>
