-- What a workspace looks like and counts in, what a record is about, and invitations as the invited person sees them.

-- PostgreSQL itself takes nothing that it cannot count local time by: AT TIME ZONE refuses a name that it does not know.
alter table kernel.tenants
  add column colour text constraint tenants_colour check (colour ~ '^#[0-9a-f]{6}$'),
  add column time_zone text not null default 'UTC' constraint tenants_time_zone check (
    time_zone ~ '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$' and (timestamptz '2000-01-01 00:00:00+00' at time zone time_zone) is not null),
  add column currency text not null default 'EUR' constraint tenants_currency check (currency ~ '^[A-Z]{3}$'),
  add column language text not null default 'en' constraint tenants_language check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');
--> statement-breakpoint
create table kernel.tenant_logos (
  tenant_id uuid not null references kernel.tenants on delete cascade,
  content_type text not null check (content_type in ('image/png', 'image/jpeg', 'image/webp')),
  -- Of the picture itself, so that an address with it never shows another one.
  version text not null check (version ~ '^[0-9a-f]{32}$'),
  picture bytea not null check (length(picture) between 1 and 262144),
  primary key (tenant_id)
);
--> statement-breakpoint
-- What records are about beside their subject, copied out of data.about: derived, and written where the record is.
create table kernel.ledger_about (
  tenant_id uuid not null,
  about text not null,
  ledger_id uuid not null,
  primary key (tenant_id, about, ledger_id)
);
--> statement-breakpoint
insert into kernel.special_tables values
  ('ledger_about', 'by_function', 'begin_change copies data.about into it');
--> statement-breakpoint
grant select on kernel.ledger_about to dpf_kernel;
--> statement-breakpoint
-- The things that a record's data says it is about: short texts of a list, anything else is no name of a thing.
create function kernel.about_of(data jsonb) returns setof text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select distinct a #>> '{}' from jsonb_array_elements(case jsonb_typeof(data -> 'about') when 'array' then data -> 'about' else '[]' end) a
  where jsonb_typeof(a) = 'string' and length(a #>> '{}') between 1 and 300
$$;
--> statement-breakpoint
insert into kernel.ledger_about (tenant_id, about, ledger_id)
  select l.tenant_id, a.about, l.id from kernel.ledger l, kernel.about_of(l.data) as a (about) where l.data ? 'about';
--> statement-breakpoint
-- As before, and it notes what the records are about.
create or replace function kernel.begin_change(records jsonb, jobs jsonb, address text, idempotency_key text, fingerprint text, step integer)
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
  if jsonb_path_exists(records, '$[*].data.about') then
    insert into kernel.ledger_about (tenant_id, about, ledger_id)
      select context.tenant_id, a.about, r.id
      from jsonb_to_recordset(records) as r (id uuid, data jsonb), kernel.about_of(r.data) as a (about);
  end if;
  if jobs is not null then
    insert into kernel.jobs (tenant_id, id, plugin_id, name, payload, due_at, actor, request_id)
      select context.tenant_id, j.id, j."pluginId", j.name, j.payload, coalesce(j."dueAt", clock_timestamp()), context.actor, context.request_id
      from jsonb_to_recordset(jobs) as j (id uuid, "pluginId" text, name text, payload jsonb, "dueAt" timestamptz);
  end if;
  perform set_config('dpf.record', records -> 0 ->> 'id', true);
end $$;
--> statement-breakpoint
-- Where the workspace's logo is shown, to anybody; null without one.
create function kernel.logo_address(tenant uuid) returns text
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select '/api/logos/' || l.tenant_id || '/' || l.version from kernel.tenant_logos l where l.tenant_id = tenant
$$;
--> statement-breakpoint
create function kernel.describe_tenant(t kernel.tenants) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'plan', t.plan, 'version', t.version, 'colour', t.colour,
    'timeZone', t.time_zone, 'currency', t.currency, 'language', t.language, 'logoUrl', kernel.logo_address(t.id))
$$;
--> statement-breakpoint
create or replace function kernel.member_snapshot(session uuid, tenant text) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', kernel.describe_tenant(t), 'userId', s.user_id, 'role', m.role, 'plugins', kernel.plugins_of(t.id))
  from kernel.sessions s
  join kernel.memberships m on m.user_id = s.user_id
  join kernel.tenants t on t.id = m.tenant_id
  where s.id = session and s.revoked_at is null and s.expires_at > clock_timestamp()
    and t.deleted_at is null and (t.id::text = tenant or t.slug = tenant)
$$;
--> statement-breakpoint
create or replace function kernel.key_snapshot(key uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', kernel.describe_tenant(t), 'secretHash', k.secret_hash, 'permissions', k.permissions,
    'expiresAt', k.expires_at, 'plugins', kernel.plugins_of(t.id))
  from kernel.api_keys k join kernel.tenants t on t.id = k.tenant_id
  where k.id = key and k.revoked_at is null and coalesce(k.expires_at > clock_timestamp(), true) and t.deleted_at is null
$$;
--> statement-breakpoint
create or replace function kernel.public_snapshot(tenant_slug text) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', kernel.describe_tenant(t), 'plugins', kernel.plugins_of(t.id))
  from kernel.tenants t where t.slug = tenant_slug and t.deleted_at is null
$$;
--> statement-breakpoint
create or replace function kernel.tenant_snapshot(tenant uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', kernel.describe_tenant(t), 'plugins', kernel.plugins_of(t.id))
  from kernel.tenants t where t.id = tenant and t.deleted_at is null
$$;
--> statement-breakpoint
create or replace function kernel.memberships_of(person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'colour', t.colour,
    'logoUrl', kernel.logo_address(t.id), 'role', m.role) order by t.name, t.id), '[]')
  from kernel.memberships m join kernel.tenants t on t.id = m.tenant_id
  where m.user_id = person and t.deleted_at is null
$$;
--> statement-breakpoint
create index invitations_email_key on kernel.invitations (email_key);
--> statement-breakpoint
create index invitations_id on kernel.invitations (id);
--> statement-breakpoint
-- The open invitations to a person's address, once they have proved that it is theirs.
create function kernel.invitations_to(person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'tenantId', i.tenant_id, 'name', t.name, 'role', i.role, 'tokenHash', i.token_hash,
    'invitedBy', (select inviter.name from kernel.users inviter where inviter.id = i.invited_by),
    'expiresAt', to_char(i.expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by i.created_at desc, i.id), '[]')
  from kernel.users u
  join kernel.invitations i on i.email_key = u.email_key
  join kernel.tenants t on t.id = i.tenant_id
  where u.id = person and u.email_verified_at is not null
    and i.accepted_at is null and i.expires_at > clock_timestamp() and t.deleted_at is null
    and not exists (select from kernel.memberships m where m.tenant_id = i.tenant_id and m.user_id = person)
$$;
--> statement-breakpoint
grant execute on function kernel.logo_address(uuid), kernel.invitations_to(uuid) to dpf_kernel;
