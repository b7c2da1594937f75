import { addDays, addMonths, isDay, startOfWeek } from './zone.ts'

export const views = ['team', 'day', 'week', 'month'] as const
export type CalendarView = (typeof views)[number]

/** What of the calendar is looked at. */
export interface CalendarPeriod {
  readonly view: CalendarView
  readonly day: string
}

/** Both included. */
export interface CalendarDays {
  readonly from: string
  readonly to: string
}

/** Reads it from the address; whatever the address says, there is something to show. */
export function readPeriod(view: string, day: string, today: string): CalendarPeriod {
  return { view: views.find((each) => each === view) ?? 'team', day: isDay(day) ? day : today }
}

/** The same for the address, which leaves out what is usual. */
export function writePeriod(
  { view, day }: CalendarPeriod,
  today: string,
): { readonly view: string; readonly day: string } {
  return { view: view === 'team' ? '' : view, day: day === today ? '' : day }
}

export function daysOf({ view, day }: CalendarPeriod, firstWeekday: number): CalendarDays {
  if (view === 'week') {
    const from = startOfWeek(day, firstWeekday)
    return { from, to: addDays(from, 6) }
  }
  if (view === 'month') {
    const days = weeksOf(day.slice(0, 7), firstWeekday).flat()
    return { from: days[0] ?? day, to: days.at(-1) ?? day }
  }
  return { from: day, to: day }
}

/** The weeks that a month touches, `2026-11`. */
export function weeksOf(month: string, firstWeekday: number): string[][] {
  const weeks: string[][] = []
  const isIn = (day: string) => day.slice(0, 7) <= month
  for (let start = startOfWeek(`${month}-01`, firstWeekday); isIn(start); start = addDays(start, 7))
    weeks.push(Array.from({ length: 7 }, (_, place) => addDays(start, place)))
  return weeks
}

/** The period before or after. */
export function stepPeriod({ view, day }: CalendarPeriod, step: -1 | 1): CalendarPeriod {
  if (view === 'month') return { view, day: addMonths(day, step) }
  return { view, day: addDays(day, view === 'week' ? step * 7 : step) }
}

/** All days from one to another. */
export function listDays({ from, to }: CalendarDays): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}
