-- Delivery: from the ledger to the plugins and webhooks that want to hear of it; and jobs, once or again and again.

-- A new UUIDv7 (RFC 9562): the time in milliseconds before the random bits of a version 4, whose version becomes 7.
-- Here and in wants no search path is set, so that they become a part of the statements of those who call them.
create function kernel.new_id() returns uuid
language sql volatile as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$$;
--> statement-breakpoint
-- The smallest UUIDv7 of a moment: where records of that time begin.
create function kernel.first_id_of(moment timestamptz) returns uuid
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select rpad(encode(substring(int8send((extract(epoch from moment) * 1000)::bigint) from 3), 'hex'), 32, '0')::uuid
$$;
--> statement-breakpoint
-- One row for each record and each subscriber: 'plugin:<id>' or 'webhook:<id>'. A plugin's goes when it was handled.
create table kernel.deliveries (
  tenant_id uuid not null,
  id uuid not null default kernel.new_id(),
  -- The order in which records were written, whatever the clocks of their Workers said.
  seq bigint generated always as identity,
  subscriber text not null,
  ledger_id uuid not null,
  action text not null,
  subject text not null,
  -- How many handlers, each set off by the one before, led to the record.
  hops integer not null default 0,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  due_at timestamptz not null default clock_timestamp(),
  lease uuid,
  leased_until timestamptz,
  attempts integer not null default 0,
  last_status integer,
  last_error text,
  request jsonb,
  response jsonb,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, subscriber, ledger_id)
);
--> statement-breakpoint
create index deliveries_due on kernel.deliveries (tenant_id, subscriber, due_at) where state = 'pending';
--> statement-breakpoint
create index deliveries_order on kernel.deliveries (tenant_id, subscriber, subject, seq) where state = 'pending';
--> statement-breakpoint
-- For the sweep alone: a look for one subscriber's work can use neither, and so never walks through everybody's.
create index deliveries_waiting on kernel.deliveries (due_at) where state = 'pending' and lease is null;
--> statement-breakpoint
create index deliveries_leased on kernel.deliveries (leased_until) where lease is not null;
--> statement-breakpoint
create index deliveries_settled_at on kernel.deliveries (settled_at) where settled_at is not null;
--> statement-breakpoint
alter table kernel.jobs
  add column key text check (length(key) between 1 and 200),
  add column every jsonb,
  add column dead_at timestamptz,
  add column created_at timestamptz not null default clock_timestamp();
--> statement-breakpoint
create unique index jobs_key on kernel.jobs (tenant_id, plugin_id, key) where key is not null;
--> statement-breakpoint
insert into kernel.special_tables values
  ('deliveries', 'by_function', 'begin_change writes it, turn works it off');
--> statement-breakpoint
-- Everything that is on its way or was given up, of both kinds, as the list of it shows it.
create view kernel.undertakings with (security_invoker = true) as
  select d.tenant_id, d.id, split_part(d.subscriber, ':', 1) as kind, split_part(d.subscriber, ':', 2) as target, d.ledger_id as event_id,
    d.action, d.subject, case when d.state = 'pending' and d.last_error is not null then 'failed' else d.state end as state,
    d.attempts, case when d.state = 'pending' then d.due_at end as next_attempt_at, d.last_error, d.created_at
  from kernel.deliveries d
  union all
  select j.tenant_id, j.id, 'job', j.plugin_id, null, j.name, coalesce(j.key, ''),
    case when j.dead_at is not null then 'dead' when j.last_error is not null then 'failed' else 'pending' end,
    j.attempts, case when j.dead_at is null then j.due_at end, j.last_error, j.created_at
  from kernel.jobs j;
--> statement-breakpoint
-- Whether a list of actions and beginnings names this action.
create function kernel.wants(events text[], action text) returns boolean
language sql immutable as $$
  select action = any (events) or '*' = any (events)
    or exists (select from unnest(events) e where right(e, 2) = '.*' and starts_with(action, left(e, -1)))
$$;
--> statement-breakpoint
-- When a job that is due again and again is due next: at a time of the day, or every so many minutes counted from
-- midnight, by the clocks on the workspace's walls. What was missed is not made up for.
create function kernel.next_run(every jsonb, zone text) returns timestamptz
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select case when every ? 'at' then (
      select min(moment) from generate_series(0, 2) day,
        lateral (select ((n.now at time zone zone)::date + day + (every ->> 'at')::time) at time zone zone as moment) m
      where moment > n.now)
    else n.now + make_interval(secs => (every ->> 'minutes')::integer * 60
      - mod(extract(epoch from (n.now at time zone zone)::time), (every ->> 'minutes')::integer * 60))
    end
  from (select clock_timestamp() as now) n
$$;
--> statement-breakpoint
create function kernel.zone_of(tenant uuid) returns text
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce((select t.time_zone from kernel.tenants t where t.id = tenant), 'UTC')
$$;
--> statement-breakpoint
drop function kernel.begin_change(jsonb, jsonb, text, text, text, integer);
--> statement-breakpoint
-- First in the batch of every change: the idempotency row, the records, who is to hear of them, and the jobs, for the
-- verified context. Answers what became due by it, as milliseconds to wait by subscriber or 'jobs'; null when nothing did.
-- A plugin records and asks for what is its own, whatever SQL it sends: its schema's name begins its actions.
-- A plugin's handler of an event works under a lease: without it, somebody else took the event up meanwhile.
-- DPF09: the same key is at work now. DPF10: it was used before. DPF11: the lease is gone.
create function kernel.begin_change(records jsonb, jobs jsonb, address text, idempotency_key text, fingerprint text, step integer)
returns jsonb language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  context kernel.context := kernel.verified_context();
  owner text := (select e.schema_name from kernel.enrolments e where e.app_role = context.role);
  origin text := context.request_id;
  hop_count integer := 0;
  due jsonb;
begin
  if jsonb_array_length(records) = 0 then
    raise exception using errcode = 'DPF03', message = 'A change needs a record';
  end if;
  if owner is distinct from 'kernel' and (
    exists (select from jsonb_to_recordset(records) as r (action text) where starts_with(r.action, owner || '.') is not true)
    or exists (select from jsonb_to_recordset(jobs) as j ("pluginId" text) where j."pluginId" is distinct from owner)) then
    raise exception using errcode = '42501', message = format('%s may not speak for others', owner);
  end if;
  if context.actor like 'plugin:%' and origin like 'event:%:%' then
    select d.hops + 1 into hop_count from kernel.deliveries d
      where d.tenant_id = context.tenant_id and d.subscriber = context.actor and d.ledger_id = split_part(origin, ':', 2)::uuid
        and d.state = 'pending' and d.lease = split_part(origin, ':', 3)::uuid for share;
    if not found then
      raise exception using errcode = 'DPF11', message = 'This event was taken up by somebody else';
    end if;
    origin := 'event:' || split_part(origin, ':', 2);
  end if;
  if idempotency_key is not null then
    if not pg_try_advisory_xact_lock(hashtextextended(concat_ws('|', context.tenant_id, context.actor, idempotency_key), 0)) then
      raise exception using errcode = 'DPF09', message = 'This idempotency key is in use';
    end if;
    if context.actor not like 'plugin:%' then
      delete from kernel.idempotency i where i.tenant_id = context.tenant_id and i.actor = context.actor
        and i.key = idempotency_key and i.created_at < clock_timestamp() - interval '24 hours';
    end if;
    insert into kernel.idempotency as i (tenant_id, actor, key, step, fingerprint)
      values (context.tenant_id, context.actor, idempotency_key, begin_change.step, begin_change.fingerprint)
      on conflict do nothing;
    if not found then
      raise exception using errcode = 'DPF10', message = 'This idempotency key was used before';
    end if;
    perform set_config('dpf.idempotency', step || ':' || idempotency_key, true);
  end if;
  insert into kernel.ledger (tenant_id, id, at, actor, action, subject, data, request_id, address, digest)
    select context.tenant_id, r.id, t.at, context.actor, r.action, r.subject, r.data, origin, begin_change.address,
      kernel.ledger_digest(context.tenant_id, r.id, t.at, context.actor, r.action, r.subject, r.data, origin, begin_change.address)
    from jsonb_to_recordset(records) as r (id uuid, action text, subject text, data jsonb), (select clock_timestamp() as at) t;
  insert into kernel.outbox (tenant_id, ledger_id)
    select context.tenant_id, r.id from jsonb_to_recordset(records) as r (id uuid);
  if jsonb_path_exists(records, '$[*].data.about') then
    insert into kernel.ledger_about (tenant_id, about, ledger_id)
      select context.tenant_id, a.about, r.id
      from jsonb_to_recordset(records) as r (id uuid, data jsonb), kernel.about_of(r.data) as a (about);
  end if;
  if jsonb_path_exists(records, '$[*].to') or exists (select from kernel.webhooks w where w.tenant_id = context.tenant_id and w.enabled) then
    with added as (
      insert into kernel.deliveries (tenant_id, subscriber, ledger_id, action, subject, hops, state, last_error, settled_at)
      select context.tenant_id, s.subscriber, r.id, r.action, r.subject, hop_count,
        case when s.circles then 'dead' else 'pending' end,
        case when s.circles then 'Modules answer each other in a circle' end,
        case when s.circles then clock_timestamp() end
      from (
        select ordinality as place, (value ->> 'id')::uuid as id, value ->> 'action' as action,
          value ->> 'subject' as subject, value -> 'to' as listeners
        from jsonb_array_elements(records) with ordinality
      ) r cross join lateral (
        select 'plugin:' || p.plugin_id, hop_count > 10
          from jsonb_array_elements_text(r.listeners) l join kernel.plugin_settings p on p.plugin_id = l
          where p.tenant_id = context.tenant_id and p.enabled and 'plugin:' || p.plugin_id <> context.actor
        union all
        select 'webhook:' || w.id, false from kernel.webhooks w
          where w.tenant_id = context.tenant_id and w.enabled
            and case when r.action = 'webhook.tested' then r.subject = 'webhook:' || w.id else kernel.wants(w.events, r.action) end
      ) s (subscriber, circles)
      order by r.place
      returning subscriber, state
    )
    select jsonb_object_agg(added.subscriber, 0) into due from added where added.state = 'pending';
  end if;
  if jobs is not null then
    due := coalesce(due, '{}') || jsonb_build_object('jobs', kernel.plan_jobs(jobs, context.tenant_id, context.actor, origin));
  end if;
  perform set_config('dpf.record', records -> 0 ->> 'id', true);
  return due;
end $$;
--> statement-breakpoint
-- Stores, replaces and cancels jobs; answers in how many milliseconds the first of them is due, null when none is.
create function kernel.plan_jobs(jobs jsonb, tenant uuid, actor text, request text) returns bigint
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  zone text := kernel.zone_of(tenant);
  first timestamptz;
begin
  delete from kernel.jobs j using jsonb_to_recordset(jobs) as c ("pluginId" text, cancel text)
    where j.tenant_id = tenant and j.plugin_id = c."pluginId" and j.key = c.cancel;
  with planned as (
    -- Of two with the same key, the later one.
    select distinct on (coalesce(value ->> 'key', value ->> 'id')) value
    from jsonb_array_elements(plan_jobs.jobs) with ordinality
    where value ->> 'name' is not null order by coalesce(value ->> 'key', value ->> 'id'), ordinality desc
  ), stored as (
    insert into kernel.jobs as j (tenant_id, id, plugin_id, name, payload, due_at, actor, request_id, key, every)
      select tenant, p.id, p."pluginId", p.name, p.payload,
        coalesce(p."dueAt", case when p.every is not null then kernel.next_run(p.every, zone) end, clock_timestamp()),
        plan_jobs.actor, plan_jobs.request, p.key, p.every
      from planned, jsonb_to_record(planned.value)
        as p (id uuid, "pluginId" text, name text, payload jsonb, "dueAt" timestamptz, key text, every jsonb)
    on conflict (tenant_id, plugin_id, key) where key is not null do update set
      -- Another id: a turn of the one before, at work now, ends nothing of this one.
      id = excluded.id, name = excluded.name, payload = excluded.payload, due_at = excluded.due_at, actor = excluded.actor,
      request_id = excluded.request_id, every = excluded.every, leased_until = null, attempts = 0, last_error = null,
      created_at = excluded.created_at
    returning j.due_at
  )
  select min(stored.due_at) into first from stored;
  return case when first is not null then greatest(0, ceil(extract(epoch from first - clock_timestamp()) * 1000)) end::bigint;
end $$;
--> statement-breakpoint
create or replace function kernel.claim_job(lease interval) returns setof kernel.jobs
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.jobs j set leased_until = clock_timestamp() + lease, attempts = j.attempts + 1
  where j.tenant_id = (select kernel.tenant_id()) and j.id = (
    select d.id from kernel.jobs d where d.tenant_id = (select kernel.tenant_id()) and d.due_at <= now()
      and coalesce(d.leased_until <= now(), true) and d.attempts < 10 and d.dead_at is null
    order by d.due_at for update skip locked limit 1)
  returning j.*
$$;
--> statement-breakpoint
-- Gives a job up, with the reason. One that is due again and again leaves the turn that failed behind and goes on.
create function kernel.bury_job(job kernel.jobs, reason text) returns void
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
begin
  if job.every is null then
    update kernel.jobs set dead_at = clock_timestamp(), key = null, leased_until = null, last_error = reason
      where tenant_id = job.tenant_id and id = job.id;
  else
    insert into kernel.jobs (tenant_id, id, plugin_id, name, payload, due_at, actor, request_id, attempts, last_error, dead_at)
      values (job.tenant_id, kernel.new_id(), job.plugin_id, job.name, job.payload, job.due_at, job.actor, job.request_id,
        job.attempts, reason, clock_timestamp());
    update kernel.jobs set leased_until = null, attempts = 0, last_error = null, due_at = kernel.next_run(job.every, kernel.zone_of(job.tenant_id))
      where tenant_id = job.tenant_id and id = job.id;
  end if;
end $$;
--> statement-breakpoint
-- Ends a turn of a job: done without a delay, else due again after it; a failure says why. One that was replaced or
-- cancelled meanwhile is nobody's any more.
create or replace function kernel.finish_job(job_id uuid, again_after interval, failure text) returns void
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  job kernel.jobs;
begin
  select * into job from kernel.jobs j where j.tenant_id = kernel.tenant_id() and j.id = job_id and j.dead_at is null for update;
  if not found then
    return;
  end if;
  if failure is not null and job.attempts >= 10 then
    perform kernel.bury_job(job, failure);
  elsif again_after is null and job.every is null then
    delete from kernel.jobs where tenant_id = job.tenant_id and id = job.id;
  else
    update kernel.jobs set leased_until = null, last_error = failure,
      due_at = coalesce(clock_timestamp() + again_after, kernel.next_run(job.every, kernel.zone_of(job.tenant_id))),
      attempts = case when failure is null then 0 else attempts end
    where tenant_id = job.tenant_id and id = job.id;
  end if;
end $$;
--> statement-breakpoint
-- Another time zone is another time of the day.
create function kernel.move_daily_jobs() returns trigger
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
begin
  update kernel.jobs set due_at = kernel.next_run(every, new.time_zone)
    where tenant_id = new.id and every is not null and dead_at is null and leased_until is null and attempts = 0;
  return null;
end $$;
--> statement-breakpoint
create trigger move_daily_jobs after update of time_zone on kernel.tenants
  for each row when (old.time_zone is distinct from new.time_zone) execute function kernel.move_daily_jobs();
--> statement-breakpoint
-- What came of deliveries, as it is told to turn.
-- done; dropped (nobody listens any more); released (not tried); retry (after wait_ms); dead.
create type kernel.outcome as (id uuid, lease uuid, outcome text, wait_ms bigint, status integer, error text, request jsonb, response jsonb);
--> statement-breakpoint
create function kernel.settle_deliveries(who text, results jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
  is_webhook boolean := who like 'webhook:%';
begin
  with gone as (
    delete from kernel.deliveries d using jsonb_populate_recordset(null::kernel.outcome, results) r
    where d.tenant_id = tenant and d.id = r.id and d.lease = r.lease and d.state = 'pending'
      and (r.outcome = 'dropped' or r.outcome = 'done' and not is_webhook)
    returning d.ledger_id
  )
  delete from kernel.idempotency i using gone
    where i.tenant_id = tenant and i.actor = who and i.key = 'event:' || gone.ledger_id;
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
  -- Those behind wait with the one that is tried again: else each look for work would pass over them.
  update kernel.deliveries d set due_at = s.due_at from settled s
    where s.outcome = 'retry' and d.tenant_id = tenant and d.subscriber = who and d.subject = s.subject and d.state = 'pending'
      and d.seq > s.seq and d.due_at < s.due_at;
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
-- Settles what was done and takes the next deliveries of a subscriber that are due: of each subject the oldest alone,
-- so that what fails holds back what came after it, and nothing else.
create function kernel.turn(who text, results jsonb, lease_time interval, at_most integer)
returns table (id uuid, lease uuid, attempts integer, event_id uuid, at timestamptz, actor text, action text, subject text, data jsonb)
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
  most integer := at_most;
  -- A value, not the clock itself: no index is looked into for what might change meanwhile.
  moment timestamptz := clock_timestamp();
begin
  if jsonb_array_length(results) > 0 then
    perform kernel.settle_deliveries(who, results);
  end if;
  if who like 'webhook:%' then
    select case when h.paused_until > clock_timestamp() then 0 when h.failures > 0 then least(1, at_most) else at_most end into most
      from kernel.webhook_health h where h.tenant_id = tenant and h.webhook_id = substr(who, 9)::uuid;
    most := coalesce(most, at_most);
  end if;
  if most = 0 then
    return;
  end if;
  return query
    -- Materialized: inside the update it could be run again for each row, and take more than it may.
    with due as materialized (
      select f.id from kernel.deliveries f
      where f.tenant_id = tenant and f.subscriber = who and f.state = 'pending' and f.due_at <= moment
        and coalesce(f.leased_until <= moment, true)
        and f.seq = (select min(b.seq) from kernel.deliveries b
          where b.tenant_id = tenant and b.subscriber = who and b.subject = f.subject and b.state = 'pending')
      order by f.due_at limit most for update skip locked
    ), taken as (
      update kernel.deliveries d set lease = gen_random_uuid(), leased_until = moment + lease_time, attempts = d.attempts + 1
      from due where d.tenant_id = tenant and d.id = due.id
      returning d.id, d.lease, d.attempts, d.ledger_id, d.seq
    )
    select t.id, t.lease, t.attempts, l.id, l.at, l.actor, l.action, l.subject, l.data
    from taken t join kernel.ledger l on l.tenant_id = tenant and l.id = t.ledger_id order by t.seq;
end $$;
--> statement-breakpoint
-- In how many milliseconds a subscriber, or 'jobs', has something due; null when nothing waits.
create function kernel.next_due(who text) returns bigint
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  -- GREATEST passes over a null: nothing that waits would be something due at once.
  select case when min(moment) is not null then greatest(0, ceil(extract(epoch from min(moment) - clock_timestamp()) * 1000)) end::bigint from (
    select greatest(d.due_at, h.paused_until) as moment from (
      select tenant_id, due_at from kernel.deliveries
      where tenant_id = (select kernel.tenant_id()) and subscriber = who and state = 'pending' and coalesce(leased_until <= clock_timestamp(), true)
      order by due_at limit 1) d
    left join kernel.webhook_health h on h.tenant_id = d.tenant_id and 'webhook:' || h.webhook_id = who
    union all
    select min(due_at) from kernel.jobs where who = 'jobs' and tenant_id = (select kernel.tenant_id()) and dead_at is null
      and attempts < 10 and coalesce(leased_until <= clock_timestamp(), true)
  ) due
$$;
--> statement-breakpoint
drop function kernel.due_tenants(integer);
--> statement-breakpoint
-- Whose work is due within the given time, and in how many milliseconds: what a lost message left behind, and what no
-- message was sent for yet.
create function kernel.due_work(within interval, at_most integer) returns table (tenant_id uuid, who text, wait_ms bigint)
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select w.tenant_id, w.who, greatest(0, ceil(extract(epoch from min(w.due_at) - clock_timestamp()) * 1000))::bigint from (
    (select j.tenant_id, 'jobs' as who, j.due_at from kernel.jobs j
      where j.due_at <= now() + within and j.dead_at is null and j.attempts < 10 and coalesce(j.leased_until <= clock_timestamp(), true)
      order by j.due_at limit 20000)
    union all
    (select d.tenant_id, d.subscriber, d.due_at from kernel.deliveries d
      where d.state = 'pending' and d.lease is null and d.due_at <= now() + within order by d.due_at limit 20000)
    union all
    (select d.tenant_id, d.subscriber, d.leased_until from kernel.deliveries d
      where d.lease is not null and d.leased_until <= now() limit 20000)
  ) w group by w.tenant_id, w.who order by min(w.due_at) limit at_most
$$;
--> statement-breakpoint
-- Gives up what took its Worker down each time that it was tried.
create function kernel.bury_fatal(most_attempts integer) returns void
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
begin
  perform kernel.bury_job(j, 'It was broken off each time') from kernel.jobs j
    where j.attempts >= 10 and j.dead_at is null and j.leased_until <= clock_timestamp();
  update kernel.deliveries set state = 'dead', settled_at = clock_timestamp(), lease = null, leased_until = null,
      last_error = 'It was broken off each time'
    where state = 'pending' and attempts >= most_attempts and lease is not null and leased_until <= now();
end $$;
--> statement-breakpoint
-- Tries again what was given up, by id or of a span of time; answers whose work each of them is.
create function kernel.replay_dead(ids uuid[], from_at timestamptz, to_at timestamptz, at_most integer) returns setof text
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
begin
  return query update kernel.deliveries d set state = 'pending', settled_at = null, attempts = 0, hops = 0, due_at = clock_timestamp()
    where d.tenant_id = tenant and d.id in (
      select f.id from kernel.deliveries f where f.tenant_id = tenant and f.state = 'dead'
        and (f.id = any (ids) or f.created_at >= from_at and f.created_at < to_at)
        and (f.subscriber not like 'webhook:%' or exists (select from kernel.webhooks w where w.tenant_id = tenant and 'webhook:' || w.id = f.subscriber and w.enabled))
      order by f.seq limit at_most)
    returning d.subscriber;
  return query update kernel.jobs j set dead_at = null, attempts = 0, due_at = clock_timestamp()
    where j.tenant_id = tenant and j.id in (
      select f.id from kernel.jobs f where f.tenant_id = tenant and f.dead_at is not null
        and (f.id = any (ids) or f.created_at >= from_at and f.created_at < to_at) limit at_most)
    returning 'jobs'::text;
end $$;
--> statement-breakpoint
-- Sends one of a webhook's deliveries again; answers its id when there is such a one.
create function kernel.replay_delivery(webhook uuid, delivery uuid) returns setof uuid
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.deliveries set state = 'pending', settled_at = null, attempts = 0, due_at = clock_timestamp(), lease = null, leased_until = null
  where tenant_id = (select kernel.tenant_id()) and id = delivery and subscriber = 'webhook:' || webhook
  returning id
$$;
--> statement-breakpoint
-- Sends a webhook what happened in a span of time, whether it was sent before or not; answers how much that is.
create function kernel.replay_webhook(webhook uuid, from_at timestamptz, to_at timestamptz, at_most integer) returns bigint
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  with sent as (
    insert into kernel.deliveries as d (tenant_id, subscriber, ledger_id, action, subject)
    select l.tenant_id, 'webhook:' || w.id, l.id, l.action, l.subject
    from kernel.webhooks w join kernel.ledger l on l.tenant_id = w.tenant_id and kernel.wants(w.events, l.action)
    where w.tenant_id = (select kernel.tenant_id()) and w.id = webhook and w.enabled and l.action <> 'webhook.tested'
      -- A Worker's clock may be some seconds off.
      and l.id >= kernel.first_id_of(from_at - interval '1 minute') and l.id < kernel.first_id_of(to_at + interval '1 minute')
      and l.at >= from_at and l.at < to_at
    order by l.id limit at_most
    on conflict (tenant_id, subscriber, ledger_id) do update set
      seq = default, state = 'pending', settled_at = null, attempts = 0, due_at = clock_timestamp(), lease = null, leased_until = null
    returning 1
  )
  select count(*) from sent
$$;
--> statement-breakpoint
-- A webhook that somebody has seen to is tried at once, whatever it did before.
create function kernel.resume_webhook(webhook uuid) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.webhook_health set failing_since = null, failures = 0, paused_until = null
  where tenant_id = (select kernel.tenant_id()) and webhook_id = webhook
$$;
--> statement-breakpoint
-- A webhook that is turned off gives up what it still had to send; one that is deleted takes it along.
create function kernel.follow_webhook() returns trigger
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    delete from kernel.deliveries where tenant_id = old.tenant_id and subscriber = 'webhook:' || old.id;
  elsif old.enabled and not new.enabled then
    update kernel.deliveries set state = 'dead', settled_at = clock_timestamp(), lease = null, leased_until = null,
        last_error = coalesce(new.disabled_reason, 'The webhook was turned off')
      where tenant_id = old.tenant_id and subscriber = 'webhook:' || old.id and state = 'pending';
  elsif new.enabled and not old.enabled then
    update kernel.webhook_health set failing_since = null, failures = 0, paused_until = null
      where tenant_id = old.tenant_id and webhook_id = old.id;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger follow_webhook after update or delete on kernel.webhooks
  for each row execute function kernel.follow_webhook();
--> statement-breakpoint
-- Idempotency keys for a day, except those of handlers, which last as long as their event; what was delivered for 30
-- days, what was given up for 90.
create or replace function kernel.forget_expired() returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  delete from kernel.idempotency i where i.created_at < clock_timestamp() - interval '24 hours'
    and (i.actor not like 'plugin:%' or not exists (select from kernel.deliveries d
      where d.tenant_id = i.tenant_id and d.subscriber = i.actor and 'event:' || d.ledger_id = i.key));
  delete from kernel.deliveries d where (d.tenant_id, d.id) in (
    select o.tenant_id, o.id from kernel.deliveries o
    where o.settled_at < clock_timestamp() - case o.state when 'delivered' then interval '30 days' else interval '90 days' end
    order by o.settled_at limit 5000);
  delete from kernel.jobs where dead_at < clock_timestamp() - interval '90 days';
$$;
--> statement-breakpoint
revoke all on all functions in schema kernel from public;
--> statement-breakpoint
grant select on kernel.deliveries, kernel.undertakings to dpf_kernel;
--> statement-breakpoint
grant execute on function kernel.turn(text, jsonb, interval, integer), kernel.next_due(text), kernel.due_work(interval, integer),
  kernel.bury_fatal(integer), kernel.replay_dead(uuid[], timestamptz, timestamptz, integer), kernel.replay_delivery(uuid, uuid),
  kernel.replay_webhook(uuid, timestamptz, timestamptz, integer), kernel.resume_webhook(uuid) to dpf_kernel;
--> statement-breakpoint
-- It was made anew, so those who call it are named anew.
do $$ declare app text; begin
  for app in select app_role from kernel.enrolments loop
    execute format('grant execute on function kernel.begin_change(jsonb, jsonb, text, text, text, integer) to %I', app);
  end loop;
end $$;
