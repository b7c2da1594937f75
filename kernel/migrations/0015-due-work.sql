-- What waits behind something that is tried again is no work yet; and one workspace's full table hides nobody's work.

-- Jobs of one workspace in the order in which they are due, for the claim, the look ahead and the sweep.
create index jobs_due on kernel.jobs (tenant_id, due_at) where dead_at is null;
--> statement-breakpoint
drop index kernel.deliveries_waiting;
--> statement-breakpoint
create or replace function kernel.settle_deliveries(who text, results jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
  is_webhook boolean := who like 'webhook:%';
begin
  with gone as (
    delete from kernel.deliveries d using jsonb_populate_recordset(null::kernel.outcome, results) r
    where d.tenant_id = tenant and d.id = r.id and d.lease = r.lease and d.state = 'pending'
      and (r.outcome = 'dropped' or r.outcome = 'done' and not is_webhook)
    returning d.ledger_id, d.subject, d.seq
  ), forgotten as (
    delete from kernel.idempotency i using gone
    where i.tenant_id = tenant and i.actor = who and i.key = 'event:' || gone.ledger_id
  )
  update kernel.deliveries d set due_at = clock_timestamp() from gone
    where d.tenant_id = tenant and d.subscriber = who and d.subject = gone.subject and d.state = 'pending'
      and d.seq > gone.seq and d.lease is null and d.due_at > clock_timestamp();
  with settled as (
    update kernel.deliveries d set
      state = case r.outcome when 'done' then 'delivered' when 'dead' then 'dead' else 'pending' end,
      settled_at = case when r.outcome in ('done', 'dead') then clock_timestamp() end,
      due_at = case when r.outcome = 'retry' then clock_timestamp() + make_interval(secs => r.wait_ms / 1000.0) else d.due_at end,
      attempts = case when r.outcome = 'released' then d.attempts - 1 else d.attempts end,
      lease = null, leased_until = null,
      last_status = case when r.outcome = 'released' then d.last_status else r.status end,
      last_error = case when r.outcome = 'released' then d.last_error else r.error end,
      request = case when r.outcome = 'released' then d.request else r.request end,
      response = case when r.outcome = 'released' then d.response else r.response end
    from jsonb_populate_recordset(null::kernel.outcome, results) r
    where d.tenant_id = tenant and d.id = r.id and d.lease = r.lease and d.state = 'pending'
    returning r.outcome, d.subject, d.seq, d.due_at
  )
  -- Those behind wait with the one that is tried again: else each look for work would pass over them. They are let go
  -- with it, however long they would have waited.
  update kernel.deliveries d set due_at = case s.outcome when 'retry' then s.due_at else least(d.due_at, clock_timestamp()) end
    from settled s
    where s.outcome in ('retry', 'done', 'dead') and d.tenant_id = tenant and d.subscriber = who and d.subject = s.subject
      and d.state = 'pending' and d.seq > s.seq and d.lease is null
      and case s.outcome when 'retry' then d.due_at < s.due_at else d.due_at > clock_timestamp() end;
  if is_webhook then
    insert into kernel.webhook_health as h (tenant_id, webhook_id, last_success_at, last_failure_at, failing_since, failures, paused_until)
      select tenant, w.id, t.success_at, t.failure_at,
        case when t.success_at is null then t.failure_at end,
        case when t.success_at is null then 1 else 0 end,
        case when t.success_at is null then clock_timestamp() + make_interval(secs => greatest(5, t.wait_ms / 1000.0)) end
      from (
        select max(clock_timestamp()) filter (where r.outcome = 'done') as success_at,
          max(clock_timestamp()) filter (where r.outcome in ('retry', 'dead')) as failure_at,
          -- Too many requests, or the server is away: it said itself how long to wait, and means everybody.
          max(r.wait_ms) filter (where r.status in (429, 503) and r.response -> 'headers' ? 'retry-after') as wait_ms
        from jsonb_populate_recordset(null::kernel.outcome, results) r
      ) t join kernel.webhooks w on w.tenant_id = tenant and w.id = substr(who, 9)::uuid
      where t.success_at is not null or t.failure_at is not null
    on conflict (tenant_id, webhook_id) do update set
      last_success_at = coalesce(excluded.last_success_at, h.last_success_at),
      last_failure_at = coalesce(excluded.last_failure_at, h.last_failure_at),
      failing_since = case when excluded.last_success_at is null then coalesce(h.failing_since, excluded.failing_since) end,
      failures = case when excluded.last_success_at is null then h.failures + 1 else 0 end,
      paused_until = case when excluded.last_success_at is null then greatest(excluded.paused_until,
        clock_timestamp() + make_interval(secs => least(60, 5 * 2 ^ least(h.failures, 5)))) end;
  end if;
end $$;
--> statement-breakpoint
-- In how many milliseconds a subscriber, or 'jobs', has something due; null when nothing waits.
create or replace function kernel.next_due(who text) returns bigint
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
  moment timestamptz := clock_timestamp();
  paused timestamptz;
  first timestamptz;
begin
  if who = 'jobs' then
    select min(j.due_at) into first from kernel.jobs j where j.tenant_id = tenant and j.dead_at is null
      and j.attempts < 10 and coalesce(j.leased_until <= moment, true);
  else
    -- What came while the one before it waits for its next try waits with it, and is passed over no more.
    update kernel.deliveries d set due_at = b.due_at
      from (select f.id, (select h.id from kernel.deliveries h
          where h.tenant_id = tenant and h.subscriber = who and h.subject = f.subject and h.state = 'pending'
          order by h.seq limit 1) as head
        from kernel.deliveries f
        where f.tenant_id = tenant and f.subscriber = who and f.state = 'pending' and f.due_at <= moment and f.lease is null
        order by f.due_at limit 1000) f
      join kernel.deliveries b on b.tenant_id = tenant and b.id = f.head and b.due_at > moment
      where d.tenant_id = tenant and d.id = f.id;
    -- Behind one that somebody is at work on, nothing is due.
    select d.due_at into first from kernel.deliveries d
      where d.tenant_id = tenant and d.subscriber = who and d.state = 'pending' and coalesce(d.leased_until <= moment, true)
        and not exists (select from kernel.deliveries b where b.tenant_id = tenant and b.subscriber = who
          and b.subject = d.subject and b.state = 'pending' and b.seq < d.seq)
      order by d.due_at limit 1;
    select h.paused_until into paused from kernel.webhook_health h where h.tenant_id = tenant and 'webhook:' || h.webhook_id = who;
    -- GREATEST passes over a null: nothing that waits would be something due at once.
    first := case when first is not null then greatest(first, paused) end;
  end if;
  return case when first is not null then greatest(0, ceil(extract(epoch from first - clock_timestamp()) * 1000)) end::bigint;
end $$;
--> statement-breakpoint
-- Whose work is due within the given time, and in how many milliseconds: what a lost message left behind, and what no
-- message was sent for yet. It steps from one subscriber's first row to the next one's: however much one of them has
-- waiting, it is one row here.
create or replace function kernel.due_work(within interval, at_most integer) returns table (tenant_id uuid, who text, wait_ms bigint)
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  with recursive waiting as (
    (select d.tenant_id, d.subscriber, d.due_at from kernel.deliveries d where d.state = 'pending'
      order by d.tenant_id, d.subscriber, d.due_at limit 1)
    union all
    select n.* from waiting w cross join lateral (
      select d.tenant_id, d.subscriber, d.due_at from kernel.deliveries d
      where d.state = 'pending' and (d.tenant_id, d.subscriber) > (w.tenant_id, w.subscriber)
      order by d.tenant_id, d.subscriber, d.due_at limit 1) n
  ), planned as (
    (select j.tenant_id, j.due_at from kernel.jobs j where j.dead_at is null order by j.tenant_id, j.due_at limit 1)
    union all
    select n.* from planned p cross join lateral (
      select j.tenant_id, j.due_at from kernel.jobs j where j.dead_at is null and j.tenant_id > p.tenant_id
      order by j.tenant_id, j.due_at limit 1) n
  )
  select w.tenant_id, w.who, greatest(0, ceil(extract(epoch from w.due_at - clock_timestamp()) * 1000))::bigint from (
    select w.tenant_id, w.subscriber as who, greatest(w.due_at, h.paused_until) as due_at from waiting w
      left join kernel.webhook_health h on h.tenant_id = w.tenant_id and 'webhook:' || h.webhook_id = w.subscriber
    union all
    select p.tenant_id, 'jobs', p.due_at from planned p
  ) w where w.due_at <= now() + within order by w.due_at limit at_most
$$;
--> statement-breakpoint
-- Idempotency keys for a day, except those of handlers and of the ports they called, which last as long as their event;
-- what was delivered for 30 days, what was given up for 90.
create or replace function kernel.forget_expired() returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  delete from kernel.idempotency i where i.created_at < clock_timestamp() - interval '24 hours'
    and (i.actor not like 'plugin:%' or not exists (select from kernel.deliveries d
      where d.tenant_id = i.tenant_id and d.subscriber = i.actor and 'event:' || d.ledger_id = split_part(i.key, ' ', 1)));
  delete from kernel.deliveries d where (d.tenant_id, d.id) in (
    select o.tenant_id, o.id from kernel.deliveries o
    where o.settled_at < clock_timestamp() - case o.state when 'delivered' then interval '30 days' else interval '90 days' end
    order by o.settled_at limit 5000);
  delete from kernel.jobs where dead_at < clock_timestamp() - interval '90 days';
$$;
--> statement-breakpoint
-- When a job that is due again and again is due after a moment: at a time of the day, or every so many minutes counted
-- from midnight, by the clocks on the workspace's walls. What was missed is not made up for.
-- An hour that summer time takes away is caught up with when the clocks have jumped; a time of the day in the hour that
-- comes twice is due in the second of them, a number of minutes in both.
create function kernel.next_run_after(moment timestamptz, every jsonb, zone text) returns timestamptz
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when every ? 'at' then (
      select min(m.at) from generate_series(0, 2) day,
        lateral (select (n.wall::date + day + (every ->> 'at')::time) at time zone zone as at) m
      where m.at > moment)
    when n.counted > moment and not (n.aligned and n.elapsed < n.counted) then n.counted
    else n.elapsed end
  from (
    select w.wall, w.elapsed,
      mod(extract(epoch from (w.elapsed at time zone zone)::time), w.step) = 0 as aligned,
      (w.wall::date + make_interval(secs => least(86400, (floor(w.seconds / w.step) + 1) * w.step)::double precision)) at time zone zone as counted
    from (
      select l.wall, l.seconds, l.step, moment + make_interval(secs => (l.step - mod(l.seconds, l.step))::double precision) as elapsed
      from (select moment at time zone zone as wall, extract(epoch from (moment at time zone zone)::time) as seconds,
        (every ->> 'minutes')::numeric * 60 as step) l
    ) w
  ) n
$$;
--> statement-breakpoint
create or replace function kernel.next_run(every jsonb, zone text) returns timestamptz
language sql volatile set search_path = pg_catalog, kernel, pg_temp as $$
  select kernel.next_run_after(clock_timestamp(), every, zone)
$$;
--> statement-breakpoint
revoke all on function kernel.next_run_after(timestamptz, jsonb, text) from public;
