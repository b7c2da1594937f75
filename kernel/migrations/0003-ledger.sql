-- The ledger: what happened, in the same transaction as the change itself; sealed into a chain per tenant.

create table kernel.ledger (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  subject text not null,
  data jsonb not null,
  request_id text not null,
  address text not null,
  digest bytea not null,
  txid xid8 not null default pg_current_xact_id(),
  primary key (tenant_id, id)
);
--> statement-breakpoint
create index ledger_action on kernel.ledger (tenant_id, action, id);
--> statement-breakpoint
create index ledger_subject on kernel.ledger (tenant_id, subject, id);
--> statement-breakpoint
create index ledger_actor on kernel.ledger (tenant_id, actor, id);
--> statement-breakpoint
-- Records that no seal covers yet.
create table kernel.outbox (
  tenant_id uuid not null,
  ledger_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, ledger_id)
);
--> statement-breakpoint
create index outbox_at on kernel.outbox (at);
--> statement-breakpoint
create table kernel.seals (
  tenant_id uuid not null,
  seq bigint not null,
  ledger_id uuid not null,
  hash bytea not null,
  primary key (tenant_id, seq),
  unique (tenant_id, ledger_id)
);
--> statement-breakpoint
create table kernel.idempotency (
  tenant_id uuid not null,
  actor text not null,
  key text not null,
  step integer not null,
  fingerprint text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, actor, key, step)
);
--> statement-breakpoint
create index idempotency_created_at on kernel.idempotency (created_at);
--> statement-breakpoint
-- What each statement of a finished change returned, so that a retry gets the first reply again.
create table kernel.idempotency_results (
  tenant_id uuid not null,
  actor text not null,
  key text not null,
  step integer not null,
  position integer not null,
  rows json not null,
  primary key (tenant_id, actor, key, step, position),
  foreign key (tenant_id, actor, key, step) references kernel.idempotency on delete cascade
);
--> statement-breakpoint
create table kernel.jobs (
  tenant_id uuid not null,
  id uuid not null,
  plugin_id text not null,
  name text not null,
  payload jsonb not null,
  due_at timestamptz not null,
  actor text not null,
  request_id text not null,
  leased_until timestamptz,
  attempts integer not null default 0,
  last_error text,
  primary key (tenant_id, id)
);
--> statement-breakpoint
create index jobs_due_at on kernel.jobs (due_at);
--> statement-breakpoint
insert into kernel.special_tables values
  ('ledger', 'by_function', 'append-only: begin_change writes it'),
  ('outbox', 'by_function', 'begin_change writes it, seal empties it'),
  ('seals', 'by_function', 'append-only: seal writes it'),
  ('idempotency', 'by_function', 'begin_change writes it'),
  ('idempotency_results', 'by_function', 'settle writes it'),
  ('jobs', 'by_function', 'begin_change writes it, claim_job and finish_job work it off');
--> statement-breakpoint
create function kernel.refuse_rewrite() returns trigger
language plpgsql as $$
begin
  raise exception using errcode = '42501', message = format('kernel.%I is append-only', tg_table_name);
end $$;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on kernel.ledger
  for each statement execute function kernel.refuse_rewrite();
--> statement-breakpoint
create trigger append_only before update or delete or truncate on kernel.seals
  for each statement execute function kernel.refuse_rewrite();
--> statement-breakpoint
-- Over the JSON text of all fields, which no other nine fields have: none can flow into its neighbour.
create function kernel.ledger_digest(tenant_id uuid, id uuid, at timestamptz, actor text, action text, subject text, data jsonb, request_id text, address text)
returns bytea language sql stable set search_path = pg_catalog, pg_temp as $$
  select sha256(convert_to(to_json(array[tenant_id::text, id::text,
    to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    actor, action, subject, data::text, request_id, address])::text, 'UTF8'))
$$;
--> statement-breakpoint
-- First in the batch of every change: the idempotency row, the records and the jobs, for the verified context.
-- A plugin records and asks for what is its own, whatever SQL it sends: its schema's name begins its actions.
-- DPF09: the same key is at work now. DPF10: it was used before.
create function kernel.begin_change(records jsonb, jobs jsonb, address text, idempotency_key text, fingerprint text, step integer)
returns void language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  context kernel.context := kernel.verified_context();
  owner text := (select e.schema_name from kernel.enrolments e where e.app_role = context.role);
begin
  if jsonb_array_length(records) = 0 then
    raise exception using errcode = 'DPF03', message = 'A change needs a record';
  end if;
  if owner is distinct from 'kernel' and (
    exists (select from jsonb_to_recordset(records) as r (action text) where starts_with(r.action, owner || '.') is not true)
    or exists (select from jsonb_to_recordset(jobs) as j ("pluginId" text) where j."pluginId" is distinct from owner)) then
    raise exception using errcode = '42501', message = format('%s may not speak for others', owner);
  end if;
  if idempotency_key is not null then
    if not pg_try_advisory_xact_lock(hashtextextended(concat_ws('|', context.tenant_id, context.actor, idempotency_key), 0)) then
      raise exception using errcode = 'DPF09', message = 'This idempotency key is in use';
    end if;
    delete from kernel.idempotency i where i.tenant_id = context.tenant_id and i.actor = context.actor
      and i.key = idempotency_key and i.created_at < clock_timestamp() - interval '24 hours';
    insert into kernel.idempotency as i (tenant_id, actor, key, step, fingerprint)
      values (context.tenant_id, context.actor, idempotency_key, begin_change.step, begin_change.fingerprint)
      on conflict do nothing;
    if not found then
      raise exception using errcode = 'DPF10', message = 'This idempotency key was used before';
    end if;
    perform set_config('dpf.idempotency', step || ':' || idempotency_key, true);
  end if;
  insert into kernel.ledger (tenant_id, id, at, actor, action, subject, data, request_id, address, digest)
    select context.tenant_id, r.id, t.at, context.actor, r.action, r.subject, r.data, context.request_id, begin_change.address,
      kernel.ledger_digest(context.tenant_id, r.id, t.at, context.actor, r.action, r.subject, r.data, context.request_id, begin_change.address)
    from jsonb_to_recordset(records) as r (id uuid, action text, subject text, data jsonb), (select clock_timestamp() as at) t;
  insert into kernel.outbox (tenant_id, ledger_id)
    select context.tenant_id, r.id from jsonb_to_recordset(records) as r (id uuid);
  if jobs is not null then
    insert into kernel.jobs (tenant_id, id, plugin_id, name, payload, due_at, actor, request_id)
      select context.tenant_id, j.id, j."pluginId", j.name, j.payload, coalesce(j."dueAt", clock_timestamp()), context.actor, context.request_id
      from jsonb_to_recordset(jobs) as j (id uuid, "pluginId" text, name text, payload jsonb, "dueAt" timestamptz);
  end if;
  perform set_config('dpf.record', records -> 0 ->> 'id', true);
end $$;
--> statement-breakpoint
-- Follows a statement of a change: refuses it when it had to find rows and found none, and keeps what it returned.
create function kernel.settle(place integer, must_find boolean, row_count bigint, result json)
returns bigint language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  context kernel.context;
  held text := nullif(current_setting('dpf.idempotency', true), '');
begin
  if must_find and row_count = 0 then
    raise exception using errcode = 'DPF01', message = 'A statement that had to find rows found none', detail = place::text;
  end if;
  if held is not null and result is not null then
    context := kernel.verified_context();
    insert into kernel.idempotency_results values (context.tenant_id, context.actor,
      substr(held, strpos(held, ':') + 1), split_part(held, ':', 1)::integer, place, result);
  end if;
  return row_count;
end $$;
--> statement-breakpoint
create function kernel.kept_results(idempotency_key text, at_step integer) returns json
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select json_build_object('fingerprint', i.fingerprint, 'results', (
    select coalesce(json_object_agg(r.position, r.rows), '{}') from kernel.idempotency_results r
    where r.tenant_id = i.tenant_id and r.actor = i.actor and r.key = i.key and r.step = i.step))
  from kernel.idempotency i, kernel.verified_context() context
  where i.tenant_id = context.tenant_id and i.actor = context.actor and i.key = idempotency_key and i.step = at_step
$$;
--> statement-breakpoint
-- Chains the tenant's unsealed records in the order of their ids; answers the head of the chain.
-- A record that is gone before its seal leaves a seal over nothing, which verification finds.
create function kernel.seal() returns table (seq bigint, hash text)
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
  head kernel.seals;
  due record;
begin
  perform pg_advisory_xact_lock(hashtextextended('seal ' || tenant, 0));
  select * into head from kernel.seals s where s.tenant_id = tenant order by s.seq desc limit 1;
  head.seq := coalesce(head.seq, 0);
  head.hash := coalesce(head.hash, sha256(convert_to(tenant::text, 'UTF8')));
  for due in
    with taken as (delete from kernel.outbox o where o.tenant_id = tenant returning o.ledger_id)
    select taken.ledger_id, l.digest from taken left join kernel.ledger l on l.tenant_id = tenant and l.id = taken.ledger_id
    order by taken.ledger_id
  loop
    head.seq := head.seq + 1;
    head.hash := sha256(head.hash || coalesce(due.digest, ''));
    insert into kernel.seals values (tenant, head.seq, due.ledger_id, head.hash);
  end loop;
  return query select head.seq, encode(head.hash, 'hex');
end $$;
--> statement-breakpoint
-- The tenants whose records wait for a seal longer than they should: a lost alarm is found again.
create function kernel.unsealed_tenants(older_than interval, at_most integer) returns setof uuid
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select distinct tenant_id from kernel.outbox where at < clock_timestamp() - older_than limit at_most
$$;
--> statement-breakpoint
create function kernel.due_tenants(at_most integer) returns setof uuid
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select distinct tenant_id from kernel.jobs
  where due_at <= clock_timestamp() and coalesce(leased_until <= clock_timestamp(), true) and attempts < 10 limit at_most
$$;
--> statement-breakpoint
create function kernel.claim_job(lease interval) returns setof kernel.jobs
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.jobs j set leased_until = clock_timestamp() + lease, attempts = j.attempts + 1
  where j.tenant_id = (select kernel.tenant_id()) and j.id = (
    select d.id from kernel.jobs d where d.tenant_id = (select kernel.tenant_id()) and d.due_at <= clock_timestamp()
      and coalesce(d.leased_until <= clock_timestamp(), true) and d.attempts < 10
    order by d.due_at for update skip locked limit 1)
  returning j.*
$$;
--> statement-breakpoint
-- Ends a turn of a job: done without a delay, else due again after it; a failure says why.
create function kernel.finish_job(job_id uuid, again_after interval, failure text) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  with gone as (
    delete from kernel.jobs where tenant_id = (select kernel.tenant_id()) and id = job_id and again_after is null
  )
  update kernel.jobs set leased_until = null, due_at = clock_timestamp() + again_after, last_error = failure,
    attempts = case when failure is null then 0 else attempts end
  where tenant_id = (select kernel.tenant_id()) and id = job_id and again_after is not null
$$;
--> statement-breakpoint
create function kernel.forget_expired() returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  delete from kernel.idempotency where created_at < clock_timestamp() - interval '24 hours'
$$;
