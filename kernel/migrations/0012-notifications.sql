-- What people are told of, how each of them wants to be told, and the one mail of the day.

-- One row for each thing that a person was told. It goes with the membership: who left is told nothing more.
create table kernel.notifications (
  tenant_id uuid not null,
  id uuid not null default kernel.new_id(),
  user_id uuid not null,
  -- '<owner>.<name>', as the plugin's declaration calls it.
  kind text not null,
  -- A person is told once of what has the same kind and key.
  key text not null check (length(key) between 1 and 300),
  event_id uuid not null,
  title text not null,
  body text not null,
  path text not null,
  in_app boolean not null,
  push boolean not null,
  mail text not null check (mail in ('now', 'daily', 'off')),
  -- When the mail of the day that tells of it is due; null when none does, or did so.
  digest_at timestamptz,
  read_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id),
  unique (tenant_id, user_id, kind, key),
  foreign key (tenant_id, user_id) references kernel.memberships on delete cascade
);
--> statement-breakpoint
create index notifications_shown on kernel.notifications (tenant_id, user_id, id desc) where in_app;
--> statement-breakpoint
create index notifications_unread on kernel.notifications (tenant_id, user_id) where in_app and read_at is null;
--> statement-breakpoint
create index notifications_event_id on kernel.notifications (tenant_id, event_id);
--> statement-breakpoint
create index notifications_digest_at on kernel.notifications (digest_at) where digest_at is not null;
--> statement-breakpoint
create index notifications_created_at on kernel.notifications (created_at);
--> statement-breakpoint
-- How a person wants to be told of a kind; the kind's own way where there is no row.
create table kernel.notification_choices (
  tenant_id uuid not null,
  user_id uuid not null,
  kind text not null check (length(kind) between 3 and 100),
  in_app boolean not null,
  push boolean not null,
  mail text not null check (mail in ('now', 'daily', 'off')),
  primary key (tenant_id, user_id, kind),
  foreign key (tenant_id, user_id) references kernel.memberships on delete cascade
);
--> statement-breakpoint
-- When a person gets the mail of the day; at eight by the clocks of the workspace where there is no row.
create table kernel.notification_hours (
  tenant_id uuid not null,
  user_id uuid not null,
  at text not null check (at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  time_zone text constraint notification_hours_time_zone check (
    time_zone ~ '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$' and (timestamptz '2000-01-01 00:00:00+00' at time zone time_zone) is not null),
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references kernel.memberships on delete cascade
);
--> statement-breakpoint
insert into kernel.special_tables values
  ('notifications', 'by_function', 'tell writes it, of records that are there; what a person has read is no change of the workspace');
--> statement-breakpoint
-- When a person's next mail of the day is due.
create function kernel.next_digest(person uuid) returns timestamptz
language sql volatile security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select kernel.next_run(jsonb_build_object('at', coalesce(h.at, '08:00')), coalesce(h.time_zone, kernel.zone_of(t.id)))
  from (select kernel.tenant_id() as id) t
  left join kernel.notification_hours h on h.tenant_id = t.id and h.user_id = person
$$;
--> statement-breakpoint
-- Tells people of a record: those who are named, or everybody, as far as they are members with one of the roles that may
-- see it, and never whoever did it themselves unless the kind says so. Answers all that is told of the record, also what
-- was told by an earlier call, so that a mail that was not sent then is sent now.
create function kernel.tell(event uuid, kind_id text, actor text, tells_actor boolean, roles text[], channels jsonb, notices jsonb)
returns table (id uuid, user_id uuid, email text, name text, title text, body text, path text, in_app boolean, push boolean, mail text)
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
#variable_conflict use_column
declare
  tenant uuid := kernel.tenant_id();
begin
  insert into kernel.notifications as n (tenant_id, user_id, kind, key, event_id, title, body, path, in_app, push, mail, digest_at)
  select tenant, w.user_id, kind_id, w.key, event, w.title, w.body, w.path, w.in_app, w.push, w.mail,
    case when w.mail = 'daily' then kernel.next_digest(w.user_id) end
  from (
    select distinct on (m.user_id, coalesce(t.value ->> 'key', event::text)) m.user_id, coalesce(t.value ->> 'key', event::text) as key,
      t.value ->> 'title' as title, coalesce(t.value ->> 'body', '') as body, t.value ->> 'path' as path,
      coalesce(c.in_app, (channels ->> 'inApp')::boolean) as in_app, coalesce(c.push, (channels ->> 'push')::boolean) as push,
      coalesce(c.mail, channels ->> 'mail') as mail
    from jsonb_array_elements(notices) with ordinality t
    join kernel.memberships m on m.tenant_id = tenant and m.role = any (roles)
      and (t.value -> 'to' = '"everybody"' or t.value -> 'to' ? m.user_id::text)
      and (tells_actor or 'person:' || m.user_id <> tell.actor)
    left join kernel.notification_choices c on c.tenant_id = tenant and c.user_id = m.user_id and c.kind = kind_id
    order by m.user_id, coalesce(t.value ->> 'key', event::text), t.ordinality
  ) w
  where w.in_app or w.push or w.mail <> 'off'
  order by w.user_id, w.key
  on conflict on constraint notifications_tenant_id_user_id_kind_key_key do nothing;
  return query select n.id, n.user_id, u.email, u.name, n.title, n.body, n.path, n.in_app, n.push, n.mail
    from kernel.notifications n join kernel.users u on u.id = n.user_id
    where n.tenant_id = tenant and n.event_id = event and n.kind = kind_id order by n.id;
end $$;
--> statement-breakpoint
-- Marks what a person was told as read: these, or all up to one.
create function kernel.read_notifications(person uuid, ids uuid[], up_to uuid) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.notifications set read_at = clock_timestamp()
  where tenant_id = (select kernel.tenant_id()) and user_id = person and read_at is null and (id = any (ids) or id <= up_to)
$$;
--> statement-breakpoint
-- Another hour or time zone is another moment for what waits.
create function kernel.move_digests() returns trigger
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
begin
  update kernel.notifications set digest_at = kernel.next_run(jsonb_build_object('at', new.at), coalesce(new.time_zone, kernel.zone_of(new.tenant_id)))
    where tenant_id = new.tenant_id and user_id = new.user_id and digest_at is not null;
  return null;
end $$;
--> statement-breakpoint
create trigger move_digests after insert or update on kernel.notification_hours
  for each row execute function kernel.move_digests();
--> statement-breakpoint
create function kernel.tenants_with_digests(at_most integer) returns setof uuid
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select distinct d.tenant_id from (
    select n.tenant_id from kernel.notifications n where n.digest_at <= clock_timestamp() order by n.digest_at limit 20000) d
  limit at_most
$$;
--> statement-breakpoint
-- The mails of the day that are due in a workspace: for each person what they have not read, by the moment it is due.
create function kernel.due_digests(at_most integer)
returns table (user_id uuid, email text, name text, role text, due_at text, items jsonb)
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select m.user_id, u.email, u.name, m.role, to_char(max(n.digest_at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'title', n.title, 'body', n.body) order by n.id) filter (where n.read_at is null), '[]')
  from kernel.notifications n
  join kernel.memberships m on m.tenant_id = n.tenant_id and m.user_id = n.user_id
  join kernel.users u on u.id = n.user_id
  where n.tenant_id = (select kernel.tenant_id()) and n.digest_at <= clock_timestamp()
  group by m.user_id, u.email, u.name, m.role order by max(n.digest_at) limit at_most
$$;
--> statement-breakpoint
create function kernel.digest_done(person uuid, up_to timestamptz) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.notifications set digest_at = null
  where tenant_id = (select kernel.tenant_id()) and user_id = person and digest_at <= up_to
$$;
--> statement-breakpoint
create function kernel.forget_notifications(kept_for interval) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  delete from kernel.notifications n where (n.tenant_id, n.id) in (
    select o.tenant_id, o.id from kernel.notifications o where o.created_at < clock_timestamp() - kept_for order by o.created_at limit 5000)
$$;
--> statement-breakpoint
-- As before, and it notes who is to be told.
-- First in the batch of every change: the idempotency row, the records, who is to hear of them, and the jobs, for the
-- verified context. Answers what became due by it, as milliseconds to wait by subscriber or 'jobs'; null when nothing did.
-- A plugin records and asks for what is its own, whatever SQL it sends: its schema's name begins its actions.
-- A plugin's handler of an event works under a lease: without it, somebody else took the event up meanwhile.
-- DPF09: the same key is at work now. DPF10: it was used before. DPF11: the lease is gone.
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
revoke all on all functions in schema kernel from public;
--> statement-breakpoint
grant select on kernel.notifications to dpf_kernel;
--> statement-breakpoint
grant execute on function kernel.next_digest(uuid), kernel.tell(uuid, text, text, boolean, text[], jsonb, jsonb),
  kernel.read_notifications(uuid, uuid[], uuid), kernel.tenants_with_digests(integer), kernel.due_digests(integer),
  kernel.digest_done(uuid, timestamptz), kernel.forget_notifications(interval) to dpf_kernel;
