-- Plugins that strangers publish: who publishes, what exactly, which workspace has it, and what it uses there.

create table kernel.publishers (
  id uuid primary key,
  -- The workspace that publishes; null once it is gone, since what it published goes on in others.
  tenant_id uuid unique references kernel.tenants on delete set null,
  slug text not null constraint publishers_slug unique check (length(slug) between 3 and 40 and slug ~ '^[a-z0-9](-?[a-z0-9])+$'),
  name text not null check (length(name) between 1 and 100),
  website text check (website ~ '^https://' and length(website) <= 300),
  verified_at timestamptz,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create table kernel.publisher_keys (
  -- The first 16 hex digits of the key's own SHA-256.
  id text primary key check (id ~ '^[0-9a-f]{16}$'),
  publisher_id uuid not null references kernel.publishers,
  title text not null check (length(title) between 1 and 100),
  -- Raw Ed25519, base64url.
  public_key text not null check (public_key ~ '^[A-Za-z0-9_-]{43}$'),
  created_at timestamptz not null default now(),
  -- Signs nothing new from then on.
  retired_at timestamptz,
  -- In wrong hands: what it signed runs no more.
  withdrawn_at timestamptz
);
--> statement-breakpoint
create index publisher_keys_publisher_id on kernel.publisher_keys (publisher_id);
--> statement-breakpoint
-- An id belongs to whoever submitted it first, and names a schema and a role for good.
create table kernel.published_plugins (
  id text primary key check (id ~ '^[a-z][a-z_]{1,40}$'),
  publisher_id uuid not null references kernel.publishers,
  killed_at timestamptz,
  killed_reason text,
  -- What is wrong with its tables in the database's catalogue: while there is something, it runs nowhere.
  unsound text,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create index published_plugins_publisher_id on kernel.published_plugins (publisher_id);
--> statement-breakpoint
create table kernel.published_versions (
  plugin_id text not null references kernel.published_plugins,
  version text not null,
  -- Sorts as versions do.
  version_key text not null collate "C",
  title text not null,
  description text not null,
  icon text not null,
  changes text not null,
  manifest text not null,
  code text not null,
  -- [{ id, sql }]
  migrations jsonb not null,
  -- From the manifest: by permission its title and roles.
  permissions jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  publisher_key_id text not null references kernel.publisher_keys,
  publisher_signature text not null,
  platform_signature text,
  submitted_at timestamptz not null default now(),
  submitted_by text not null,
  state text not null check (state in ('submitted', 'live', 'refused', 'yanked', 'rolled_back')),
  reason text,
  -- Who has it by themselves: a few workspaces first, then all.
  stage text not null default 'few' check (stage in ('few', 'all')),
  state_at timestamptz not null default now(),
  primary key (plugin_id, version),
  unique (plugin_id, version_key),
  check (state in ('submitted', 'refused') or platform_signature is not null)
);
--> statement-breakpoint
create index published_versions_moving on kernel.published_versions (plugin_id) where state = 'live' and stage = 'few';
--> statement-breakpoint
create table kernel.published_screenshots (
  plugin_id text not null,
  version text not null,
  place integer not null check (place between 0 and 7),
  title text not null,
  content_type text not null check (content_type in ('image/png', 'image/webp', 'image/jpeg')),
  picture bytea not null check (length(picture) between 1 and 307200),
  primary key (plugin_id, version, place),
  foreign key (plugin_id, version) references kernel.published_versions
);
--> statement-breakpoint
-- What is published stays as it was signed: only what becomes of a version changes.
create function kernel.keep_published() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'published_versions'
    and to_jsonb(new) - '{state,reason,stage,state_at,platform_signature}'::text[]
      = to_jsonb(old) - '{state,reason,stage,state_at,platform_signature}'::text[]
    and (old.platform_signature is null or new.platform_signature is not distinct from old.platform_signature) then
    return new;
  end if;
  raise exception using errcode = '42501', message = 'What is published never changes';
end $$;
--> statement-breakpoint
create trigger immutable before update or delete on kernel.published_versions
  for each row execute function kernel.keep_published();
--> statement-breakpoint
create trigger immutable before update or delete on kernel.published_screenshots
  for each row execute function kernel.keep_published();
--> statement-breakpoint
create trigger append_only before truncate on kernel.published_versions
  for each statement execute function kernel.refuse_rewrite();
--> statement-breakpoint
-- Which published plugin a workspace has, in which version, on what grants. One that is uninstalled stays as a row while
-- its data is kept.
create table kernel.plugin_installations (
  tenant_id uuid not null references kernel.tenants on delete cascade,
  plugin_id text not null,
  version text not null,
  previous_version text,
  state text not null default 'on' check (state in ('on', 'suspended', 'uninstalled')),
  grants jsonb not null,
  settings jsonb not null default '{}',
  auto_update boolean not null default true,
  -- A version that was taken back here, and is not come to again by itself.
  held_version text,
  installed_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  rev integer not null default 1,
  primary key (tenant_id, plugin_id),
  foreign key (plugin_id, version) references kernel.published_versions
);
--> statement-breakpoint
create index plugin_installations_plugin on kernel.plugin_installations (plugin_id, version) where state <> 'uninstalled';
--> statement-breakpoint
create table kernel.plugin_usage (
  tenant_id uuid not null,
  plugin_id text not null,
  rows bigint not null,
  bytes bigint not null,
  primary key (tenant_id, plugin_id)
);
--> statement-breakpoint
create table kernel.plugin_health (
  tenant_id uuid not null,
  plugin_id text not null,
  version text not null,
  hour timestamptz not null,
  calls bigint not null,
  errors bigint not null,
  primary key (tenant_id, plugin_id, version, hour)
);
--> statement-breakpoint
create index plugin_health_version on kernel.plugin_health (plugin_id, version, hour);
--> statement-breakpoint
create table kernel.plugin_logs (
  tenant_id uuid not null,
  id bigint generated always as identity,
  plugin_id text not null,
  version text not null,
  at timestamptz not null,
  level text not null check (level in ('debug', 'info', 'warn', 'error')),
  text text not null,
  request_id text not null,
  primary key (tenant_id, id)
);
--> statement-breakpoint
create index plugin_logs_plugin on kernel.plugin_logs (tenant_id, plugin_id, id);
--> statement-breakpoint
create index plugin_logs_at on kernel.plugin_logs (at);
--> statement-breakpoint
insert into kernel.special_tables values
  ('publishers', 'global', 'what a workspace publishes is for all of them'),
  ('publisher_keys', 'global', 'belongs to a publisher'),
  ('published_plugins', 'global', 'belongs to a publisher'),
  ('published_versions', 'global', 'belongs to a published plugin'),
  ('published_screenshots', 'global', 'belongs to a published version'),
  ('plugin_usage', 'by_function', 'the triggers of published tables count in it'),
  ('plugin_health', 'by_function', 'note_plugin_health writes it'),
  ('plugin_logs', 'by_function', 'note_plugin_logs writes it');
--> statement-breakpoint
grant select, insert, update, delete on kernel.publishers, kernel.publisher_keys, kernel.published_plugins to dpf_kernel;
--> statement-breakpoint
grant select, insert, update on kernel.published_versions to dpf_kernel;
--> statement-breakpoint
grant select, insert on kernel.published_screenshots to dpf_kernel;
--> statement-breakpoint
grant select on kernel.plugin_usage, kernel.plugin_health, kernel.plugin_logs to dpf_kernel;
--> statement-breakpoint
create trigger record_required before insert or update or delete on kernel.publishers
  for each statement execute function kernel.require_record();
--> statement-breakpoint
create trigger record_required before insert or update or delete on kernel.publisher_keys
  for each statement execute function kernel.require_record();
--> statement-breakpoint
create trigger record_required before insert or update or delete on kernel.published_plugins
  for each statement execute function kernel.require_record();
--> statement-breakpoint
create trigger record_required before insert or update or delete on kernel.published_versions
  for each statement execute function kernel.require_record();
--> statement-breakpoint
create trigger record_required before insert or update or delete on kernel.published_screenshots
  for each statement execute function kernel.require_record();
--> statement-breakpoint
-- The published plugins of a workspace as its snapshots have them. The operator's word goes before the workspace's.
create function kernel.published_of(tenant uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce(jsonb_object_agg(i.plugin_id, jsonb_build_object(
    'version', i.version,
    'contentHash', p.content_hash,
    'state', case when g.killed_at is not null or g.unsound is not null then 'killed'
      when p.state <> 'live' then 'yanked' else i.state end,
    'grants', i.grants,
    'grantsHash', encode(sha256(convert_to(i.grants::text, 'UTF8')), 'hex'),
    'settings', i.settings,
    'permissions', p.permissions)), '{}')
  from kernel.plugin_installations i
  join kernel.published_versions p on p.plugin_id = i.plugin_id and p.version = i.version
  join kernel.published_plugins g on g.id = i.plugin_id
  where i.tenant_id = tenant and i.state <> 'uninstalled'
$$;
--> statement-breakpoint
-- The four snapshots as before, and the published plugins beside the others.
create or replace function kernel.member_snapshot(session uuid, tenant text) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', kernel.describe_tenant(t), 'userId', s.user_id, 'role', m.role, 'plugins', kernel.plugins_of(t.id),
    'published', kernel.published_of(t.id), 'lacksTwoSteps', t.require_two_steps and u.two_steps_at is null)
  from kernel.sessions s
  join kernel.users u on u.id = s.user_id
  join kernel.memberships m on m.user_id = s.user_id
  join kernel.tenants t on t.id = m.tenant_id
  where s.id = session and s.revoked_at is null and s.expires_at > clock_timestamp()
    and t.deleted_at is null and (t.id::text = tenant or t.slug = tenant)
$$;
--> statement-breakpoint
create or replace function kernel.key_snapshot(key uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', kernel.describe_tenant(t), 'secretHash', k.secret_hash, 'permissions', k.permissions,
    'expiresAt', k.expires_at, 'plugins', kernel.plugins_of(t.id), 'published', kernel.published_of(t.id))
  from kernel.api_keys k join kernel.tenants t on t.id = k.tenant_id
  where k.id = key and k.revoked_at is null and coalesce(k.expires_at > clock_timestamp(), true) and t.deleted_at is null
$$;
--> statement-breakpoint
create or replace function kernel.public_snapshot(tenant_slug text) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', kernel.describe_tenant(t), 'plugins', kernel.plugins_of(t.id), 'published', kernel.published_of(t.id))
  from kernel.tenants t where t.slug = tenant_slug and t.deleted_at is null
$$;
--> statement-breakpoint
create or replace function kernel.tenant_snapshot(tenant uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', kernel.describe_tenant(t), 'plugins', kernel.plugins_of(t.id), 'published', kernel.published_of(t.id))
  from kernel.tenants t where t.id = tenant and t.deleted_at is null
$$;
--> statement-breakpoint
-- A version that the platform has signed, whole; its publisher's key is null once that is in wrong hands.
create function kernel.plugin_version(plugin text, wanted text) returns json
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select json_build_object('pluginId', p.plugin_id, 'version', p.version, 'manifest', p.manifest, 'code', p.code,
    'migrations', p.migrations, 'contentHash', p.content_hash, 'publisherKeyId', p.publisher_key_id,
    'publisherKey', case when k.withdrawn_at is null then k.public_key end,
    'publisherSignature', p.publisher_signature, 'platformSignature', p.platform_signature)
  from kernel.published_versions p join kernel.publisher_keys k on k.id = p.publisher_key_id
  where p.plugin_id = plugin and p.version = wanted and p.platform_signature is not null
$$;
--> statement-breakpoint
-- Counts calls of a version in the workspace of the context, and those of them that failed.
create function kernel.note_plugin_health(plugin text, at_version text, more_calls bigint, more_errors bigint) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  insert into kernel.plugin_health as h (tenant_id, plugin_id, version, hour, calls, errors)
    values ((select kernel.tenant_id()), plugin, at_version, date_trunc('hour', clock_timestamp(), 'UTC'), more_calls, more_errors)
  on conflict (tenant_id, plugin_id, version, hour) do update
    set calls = h.calls + excluded.calls, errors = h.errors + excluded.errors
$$;
--> statement-breakpoint
-- Keeps what a plugin wrote to its console: [{ at, level, text, requestId, version }], 200 lines at most.
create function kernel.note_plugin_logs(plugin text, lines jsonb) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  insert into kernel.plugin_logs (tenant_id, plugin_id, version, at, level, text, request_id)
    select (select kernel.tenant_id()), plugin, l.version, coalesce(l.at, clock_timestamp()),
      case when l.level in ('debug', 'info', 'warn', 'error') then l.level else 'info' end,
      left(l.text, 4000), left(l."requestId", 200)
    from jsonb_to_recordset(lines) as l (at timestamptz, level text, text text, "requestId" text, version text)
    limit 200
$$;
--> statement-breakpoint
-- Logs for two weeks and 2,000 lines of a plugin in a workspace; health for 30 days.
create function kernel.forget_published() returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  delete from kernel.plugin_logs where at < clock_timestamp() - interval '14 days';
  delete from kernel.plugin_logs l using (
      select tenant_id, plugin_id, (array_agg(id order by id desc))[2000] as oldest
      from kernel.plugin_logs group by tenant_id, plugin_id having count(*) > 2000) o
    where l.tenant_id = o.tenant_id and l.plugin_id = o.plugin_id and l.id < o.oldest;
  delete from kernel.plugin_health where hour < clock_timestamp() - interval '30 days';
$$;
--> statement-breakpoint
revoke all on function kernel.keep_published(), kernel.published_of(uuid), kernel.plugin_version(text, text),
  kernel.note_plugin_health(text, text, bigint, bigint), kernel.note_plugin_logs(text, jsonb), kernel.forget_published() from public;
--> statement-breakpoint
grant execute on function kernel.plugin_version(text, text), kernel.note_plugin_health(text, text, bigint, bigint),
  kernel.note_plugin_logs(text, jsonb), kernel.forget_published() to dpf_kernel;
