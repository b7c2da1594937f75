import { eq, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { AppError, type JobOutcome, type JobRequest, newId } from '#sdk'
import type { Desk } from '../desk.ts'
import { events } from '../events.ts'
import { busyTimes, calendars } from '../tables.ts'
import { type BusySpan, readBusyTimes } from './read-busy-times.ts'

const dayMs = 86_400_000
const betweenMs = 15 * 60_000
const longestWaitMs = 6 * 3_600_000
const mostBytes = 5 * 1024 * 1024
const deadlineMs = 20_000
const mostRedirects = 3

/** Fetches a calendar from now on every quarter of an hour; seldomer while it fails. */
export function fetchJob(id: string): JobRequest {
  return { name: 'fetchCalendar', payload: { id }, key: `calendar:${id}` }
}

/** The job: takes over what a calendar elsewhere blocks. */
export async function fetchCalendarJob(desk: Desk, given: Readonly<Record<string, unknown>>): Promise<JobOutcome> {
  const { id } = v.parse(v.object({ id: v.string() }), given)
  const failures = await fetchCalendar(desk, id)
  return failures === undefined ? 'done' : { againAfterMs: Math.min(longestWaitMs, betweenMs * 2 ** failures) }
}

/** Fetches a calendar; answers how often it has failed in a row, or undefined when there is none any more. */
export async function fetchCalendar(desk: Desk, id: string): Promise<number | undefined> {
  const [calendar] = await desk.db.select().from(calendars).where(eq(calendars.id, id))
  if (calendar === undefined) return undefined
  const answer = await download(desk, calendar.url, calendar.etag, 0)
  if ('unchanged' in answer) return await noteUnchanged(desk, id)
  const read = 'text' in answer ? readSpans(desk, answer.text) : answer
  if ('problem' in read) return await noteProblem(desk, id, read.problem)
  const etag = 'etag' in answer ? answer.etag : null
  await desk.change(events.calendarFetched(`calendar:${id}`, { id, events: read.spans.length }), (tx) => [
    tx.delete(busyTimes).where(eq(busyTimes.calendarId, id)),
    tx.execute(insertSpans(id, calendar.resourceId, read.spans)),
    tx
      .update(calendars)
      .set({ state: 'working', problem: null, failures: 0, etag, fetchedAt: desk.now.toISOString() })
      .where(eq(calendars.id, id)),
  ])
  return 0
}

type Download =
  | { readonly text: string; readonly etag: string | null }
  | { readonly unchanged: true }
  | { readonly problem: string }

/** Nothing inside the installation's network is reached, by a redirect neither. */
async function download(
  { belongings }: Pick<Desk, 'belongings'>,
  url: string,
  etag: string | null,
  redirects: number,
): Promise<Download> {
  try {
    const response = await belongings.fetch(url, {
      headers: { accept: 'text/calendar, text/plain;q=0.5', ...(etag === null ? {} : { 'if-none-match': etag }) },
      signal: AbortSignal.timeout(deadlineMs),
    })
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel()
      if (redirects === mostRedirects) return { problem: 'The address leads on and on' }
      return await download({ belongings }, new URL(location, url).href, etag, redirects + 1)
    }
    if (response.status === 304) return { unchanged: true }
    if (!response.ok) {
      await response.body?.cancel()
      return { problem: `The address answered ${response.status}` }
    }
    const text = await readText(response)
    return text === undefined
      ? { problem: 'The calendar is larger than 5 MB' }
      : { text, etag: response.headers.get('etag') }
  } catch (error) {
    if (error instanceof AppError) return { problem: String(error.facts.detail ?? error.message) }
    return { problem: 'The address cannot be reached' }
  }
}

async function readText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let [text, size] = ['', 0]
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > mostBytes) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function readSpans(
  { now, tenant }: Desk,
  text: string,
): { readonly spans: readonly BusySpan[] } | { readonly problem: string } {
  try {
    const range = { fromMs: now.getTime() - dayMs, toMs: now.getTime() + 366 * dayMs, timeZone: tenant.timeZone }
    return { spans: readBusyTimes(text, range) }
  } catch {
    return { problem: 'What is there cannot be read as a calendar' }
  }
}

function insertSpans(calendarId: string, resourceId: string, spans: readonly BusySpan[]) {
  const rows = spans.map(({ fromMs, toMs, title }) => ({
    id: newId(),
    starts_at: new Date(fromMs).toISOString(),
    ends_at: new Date(toMs).toISOString(),
    title,
  }))
  return sql`insert into booking.busy_times (id, resource_id, calendar_id, starts_at, ends_at, title)
    select r.id, ${resourceId}::uuid, ${calendarId}::uuid, r.starts_at, r.ends_at, r.title
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, starts_at timestamptz, ends_at timestamptz, title text)`
}

async function noteUnchanged(desk: Desk, id: string): Promise<number> {
  await desk.change(events.calendarFetched(`calendar:${id}`, { id, events: 0 }), (tx) =>
    tx
      .update(calendars)
      .set({ state: 'working', problem: null, failures: 0, fetchedAt: desk.now.toISOString() })
      .where(eq(calendars.id, id)),
  )
  return 0
}

/** What it blocked before stays: better a time too few than one too many. */
async function noteProblem(desk: Desk, id: string, problem: string): Promise<number> {
  const [row] = await desk.change(events.calendarFailed(`calendar:${id}`, { id, problem }), (tx) =>
    tx
      .update(calendars)
      .set({ state: 'failing', problem, failures: sql`${calendars.failures} + 1`, fetchedAt: desk.now.toISOString() })
      .where(eq(calendars.id, id))
      .returning({ failures: calendars.failures }),
  )
  return row?.failures ?? 1
}
