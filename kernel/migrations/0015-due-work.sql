-- What waits behind something that is tried again is no work yet; and one workspace's full table hides nobody's work.

-- Jobs of one workspace in the order in which they are due, for the claim, the look ahead and the sweep.
create index jobs_due on kernel.jobs (tenant_id, due_at) where dead_at is null;
--> statement-breakpoint
drop index kernel.deliveries_waiting;
--> statement-breakpoint
-- A lease names one delivery in the whole table. Look-ups go by it alone: where a table is empty now and full soon, a
-- planner that may choose takes an index that leads through everything that waits, and keeps to it.
drop index kernel.deliveries_leased;
--> statement-breakpoint
create index deliveries_lease on kernel.deliveries (lease) where lease is not null;
--> statement-breakpoint
-- As before, but for the look-up of the lease.
create or replace function kernel.begin_change(records jsonb, jobs jsonb, address text, idempotency_key text, fingerprint text, step integer)
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
    select d.hops + 1 into hop_count
      from (select * from kernel.deliveries where lease = split_part(origin, ':', 3)::uuid for share) d
      where d.tenant_id = context.tenant_id and d.subscriber = context.actor and d.ledger_id = split_part(origin, ':', 2)::uuid;
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
        -- Whom a record concerns is told by the kernel itself, on behalf of the plugin that declares it.
        select l, false from jsonb_array_elements_text(r.listeners) l where l like 'notices:%'
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
create or replace function kernel.settle_deliveries(who text, results jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  tenant uuid := kernel.tenant_id();
  is_webhook boolean := who like 'webhook:%';
begin
  with gone as (
    delete from kernel.deliveries d using jsonb_populate_recordset(null::kernel.outcome, results) r
    where d.lease = r.lease and d.id = r.id and d.tenant_id = tenant
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
    where d.lease = r.lease and d.id = r.id and d.tenant_id = tenant
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
-- Sends one of a webhook's deliveries again, and at once what waits behind it; answers its id when there is such a one.
create or replace function kernel.replay_delivery(webhook uuid, delivery uuid) returns setof uuid
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.deliveries b set due_at = clock_timestamp() from kernel.deliveries d
  where d.tenant_id = (select kernel.tenant_id()) and d.id = delivery and d.subscriber = 'webhook:' || webhook and d.state = 'pending'
    and b.tenant_id = d.tenant_id and b.subscriber = d.subscriber and b.subject = d.subject and b.state = 'pending'
    and b.seq > d.seq and b.due_at > clock_timestamp();
  update kernel.deliveries set state = 'pending', settled_at = null, attempts = 0, due_at = clock_timestamp(), lease = null, leased_until = null
  where tenant_id = (select kernel.tenant_id()) and id = delivery and subscriber = 'webhook:' || webhook
  returning id
$$;
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
