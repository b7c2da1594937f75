-- What was broken off with its Worker three times is tried alone: if it takes its Worker down, those beside it are not
-- counted among the guilty, and given up with it. It comes after what was never broken off, and one turn in four before.
create or replace function kernel.turn(who text, results jsonb, lease_time interval, at_most integer)
returns table (id uuid, lease uuid, attempts integer, event_id uuid, at timestamptz, actor text, action text, subject text, data jsonb)
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
  most integer := at_most;
  -- A value, not the clock itself: no index is looked into for what might change meanwhile.
  moment timestamptz := clock_timestamp();
  comes_first boolean := random() < 0.25;
  alone uuid;
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
  -- A lease that is still there is one that nobody gave back. The index of leases answers this at once: few are.
  if exists (select from kernel.deliveries f where f.lease is not null and f.tenant_id = tenant and f.subscriber = who
      and f.state = 'pending' and f.attempts >= 3 and f.leased_until <= moment) then
    select f.id into alone from kernel.deliveries f
      where f.lease is not null and f.tenant_id = tenant and f.subscriber = who and f.state = 'pending' and f.attempts >= 3
        and f.due_at <= moment and f.leased_until <= moment
        and f.seq = (select min(b.seq) from kernel.deliveries b
          where b.tenant_id = tenant and b.subscriber = who and b.subject = f.subject and b.state = 'pending')
        and (comes_first or not exists (select from kernel.deliveries o
          where o.tenant_id = tenant and o.subscriber = who and o.state = 'pending' and o.due_at <= moment
            and (o.lease is null or o.attempts < 3 and o.leased_until <= moment)
            and o.seq = (select min(b.seq) from kernel.deliveries b
              where b.tenant_id = tenant and b.subscriber = who and b.subject = o.subject and b.state = 'pending')))
      order by f.attempts, f.due_at limit 1;
  end if;
  return query
    -- Materialized: inside the update it could be run again for each row, and take more than it may.
    with due as materialized (
      select f.id from kernel.deliveries f
      where f.tenant_id = tenant and f.subscriber = who and f.state = 'pending' and f.due_at <= moment
        and coalesce(f.leased_until <= moment, true)
        and case when alone is null then f.lease is null or f.attempts < 3 else f.id = alone end
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
