-- People sign in; tenants are workspaces; memberships join the two.

create table kernel.users (
  id uuid primary key,
  email text not null check (length(email) <= 254),
  email_key text not null unique check (email_key = lower(email_key)),
  name text not null check (length(name) between 1 and 100),
  password_hash text not null,
  email_verified_at timestamptz,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create table kernel.sessions (
  id uuid primary key,
  user_id uuid not null references kernel.users on delete cascade,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  user_agent text not null,
  address text not null,
  -- That of the newest refresh token.
  generation integer not null default 1
);
--> statement-breakpoint
create index sessions_user_id on kernel.sessions (user_id);
--> statement-breakpoint
create table kernel.refresh_tokens (
  hash text primary key,
  session_id uuid not null references kernel.sessions on delete cascade,
  generation integer not null,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  used_by_address_hash text,
  used_by_user_agent text
);
--> statement-breakpoint
create index refresh_tokens_session_id on kernel.refresh_tokens (session_id);
--> statement-breakpoint
-- One-time tokens that travel by mail; only their hash is kept.
create table kernel.mailed_tokens (
  hash text primary key,
  user_id uuid not null references kernel.users on delete cascade,
  purpose text not null check (purpose in ('verify-email', 'reset-password')),
  email_key text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
--> statement-breakpoint
create table kernel.outgoing_mail (
  id uuid primary key,
  recipient text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create table kernel.tenants (
  id uuid primary key,
  -- Never the shape of an id: x-tenant-id takes both.
  slug text not null unique check (length(slug) <= 63 and slug ~ '^[a-z0-9](-?[a-z0-9])+$' and slug !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
  name text not null check (length(name) between 1 and 100),
  plan text not null default 'free' check (plan in ('free', 'pro', 'business')),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
--> statement-breakpoint
insert into kernel.special_tables values
  ('users', 'global', 'a person may belong to several tenants'),
  ('sessions', 'global', 'a person signs in once for all tenants'),
  ('refresh_tokens', 'global', 'belongs to a session'),
  ('mailed_tokens', 'global', 'belongs to a person'),
  ('outgoing_mail', 'global', 'account mail to people'),
  ('tenants', 'global', 'the list of tenants itself');
--> statement-breakpoint
create table kernel.memberships (
  tenant_id uuid not null references kernel.tenants on delete cascade,
  user_id uuid not null references kernel.users on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
--> statement-breakpoint
create index memberships_user_id on kernel.memberships (user_id);
--> statement-breakpoint
-- A tenant that is alive never loses its last owner: the row lock lines up those who try at once.
create function kernel.keep_an_owner() returns trigger
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
begin
  if old.role = 'owner' then
    perform from kernel.tenants t where t.id = old.tenant_id and t.deleted_at is null for update;
    if found and not exists (select from kernel.memberships m where m.tenant_id = old.tenant_id and m.role = 'owner') then
      raise exception using errcode = 'DPF02', message = 'A workspace keeps at least one owner';
    end if;
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger keep_an_owner after update or delete on kernel.memberships
  deferrable initially deferred for each row execute function kernel.keep_an_owner();
--> statement-breakpoint
create table kernel.invitations (
  tenant_id uuid not null references kernel.tenants on delete cascade,
  id uuid not null,
  email text not null,
  email_key text not null,
  role text not null check (role in ('admin', 'member', 'viewer', 'owner')),
  token_hash text not null,
  invited_by uuid not null references kernel.users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, email_key)
);
--> statement-breakpoint
create index invitations_token_hash on kernel.invitations (token_hash);
--> statement-breakpoint
create table kernel.api_keys (
  tenant_id uuid not null references kernel.tenants on delete cascade,
  id uuid not null,
  name text not null,
  secret_hash text not null,
  hint text not null,
  permissions text[] not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  replaced_by uuid,
  primary key (tenant_id, id)
);
--> statement-breakpoint
create index api_keys_id on kernel.api_keys (id);
--> statement-breakpoint
create table kernel.api_key_uses (
  tenant_id uuid not null,
  key_id uuid not null,
  last_used_at timestamptz not null,
  primary key (tenant_id, key_id),
  foreign key (tenant_id, key_id) references kernel.api_keys on delete cascade
);
--> statement-breakpoint
insert into kernel.special_tables values ('api_key_uses', 'by_function', 'touch_api_key writes it; a use is no change');
--> statement-breakpoint
-- What a tenant turned on, and how: modules and connectors alike.
create table kernel.plugin_settings (
  tenant_id uuid not null references kernel.tenants on delete cascade,
  plugin_id text not null,
  enabled boolean not null,
  settings jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, plugin_id)
);
--> statement-breakpoint
create table kernel.tenant_keys (
  tenant_id uuid not null references kernel.tenants on delete cascade,
  wrapped text not null,
  primary key (tenant_id)
);
--> statement-breakpoint
create table kernel.secrets (
  tenant_id uuid not null references kernel.tenants on delete cascade,
  plugin_id text not null,
  name text not null,
  sealed text not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, plugin_id, name)
);
--> statement-breakpoint
create function kernel.plugins_of(tenant uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce(jsonb_object_agg(plugin_id, settings) filter (where enabled), '{}')
  from kernel.plugin_settings where tenant_id = tenant
$$;
--> statement-breakpoint
-- A person's memberships in living tenants.
create function kernel.memberships_of(person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'role', m.role) order by t.name, t.id), '[]')
  from kernel.memberships m join kernel.tenants t on t.id = m.tenant_id
  where m.user_id = person and t.deleted_at is null
$$;
--> statement-breakpoint
-- What the kernel knows of a session: the person. Null when it ended.
create function kernel.session_snapshot(session uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object(
    'sessionId', s.id, 'userId', u.id, 'email', u.email, 'name', u.name, 'emailVerified', u.email_verified_at is not null)
  from kernel.sessions s join kernel.users u on u.id = s.user_id
  where s.id = session and s.revoked_at is null and s.expires_at > clock_timestamp()
$$;
--> statement-breakpoint
-- What a session may do in one tenant, named by id or slug. Null for a foreign and for an unknown tenant alike.
create function kernel.member_snapshot(session uuid, tenant text) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'plan', t.plan, 'version', t.version),
    'userId', s.user_id, 'role', m.role, 'plugins', kernel.plugins_of(t.id))
  from kernel.sessions s
  join kernel.memberships m on m.user_id = s.user_id
  join kernel.tenants t on t.id = m.tenant_id
  where s.id = session and s.revoked_at is null and s.expires_at > clock_timestamp()
    and t.deleted_at is null and (t.id::text = tenant or t.slug = tenant)
$$;
--> statement-breakpoint
create function kernel.key_snapshot(key uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'plan', t.plan, 'version', t.version),
    'secretHash', k.secret_hash, 'permissions', k.permissions, 'expiresAt', k.expires_at, 'plugins', kernel.plugins_of(t.id))
  from kernel.api_keys k join kernel.tenants t on t.id = k.tenant_id
  where k.id = key and k.revoked_at is null and coalesce(k.expires_at > clock_timestamp(), true) and t.deleted_at is null
$$;
--> statement-breakpoint
create function kernel.public_snapshot(tenant_slug text) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'plan', t.plan, 'version', t.version),
    'plugins', kernel.plugins_of(t.id))
  from kernel.tenants t where t.slug = tenant_slug and t.deleted_at is null
$$;
--> statement-breakpoint
create function kernel.tenant_snapshot(tenant uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'plan', t.plan, 'version', t.version),
    'plugins', kernel.plugins_of(t.id))
  from kernel.tenants t where t.id = tenant and t.deleted_at is null
$$;
--> statement-breakpoint
create function kernel.tenants_of(person uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select m.tenant_id from kernel.memberships m join kernel.tenants t on t.id = m.tenant_id
  where m.user_id = person and t.deleted_at is null
$$;
--> statement-breakpoint
create function kernel.find_invitation(hash text) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('id', i.id, 'tenantId', i.tenant_id, 'emailKey', i.email_key, 'role', i.role)
  from kernel.invitations i join kernel.tenants t on t.id = i.tenant_id
  where i.token_hash = hash and i.accepted_at is null and i.expires_at > clock_timestamp() and t.deleted_at is null
$$;
--> statement-breakpoint
create function kernel.touch_api_key(key uuid) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  insert into kernel.api_key_uses values ((select kernel.tenant_id()), key, clock_timestamp())
  on conflict (tenant_id, key_id) do update set last_used_at = excluded.last_used_at
$$;
--> statement-breakpoint
-- Tenant keys in pages, across tenants, for the command that wraps them anew.
create function kernel.tenant_keys_after(tenant uuid, at_most integer) returns setof kernel.tenant_keys
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select * from kernel.tenant_keys where tenant_id > tenant order by tenant_id limit at_most
$$;
--> statement-breakpoint
-- Removes what is left of tenants that were deleted long ago, in every enrolled schema; answers how many went.
create function kernel.purge_deleted_tenants(older_than interval, at_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  gone record;
  t text;
  waiting text[];
  blocked text[];
  purged integer := 0;
begin
  for gone in select id from kernel.tenants where deleted_at < clock_timestamp() - older_than limit at_most for update skip locked loop
    select array_agg(format('%I.%I', n.nspname, c.relname)) into waiting
      from kernel.enrolments e join pg_namespace n on n.nspname = e.schema_name
      join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')
      left join kernel.special_tables s on n.nspname = 'kernel' and s.name = c.relname
      where s.kind is distinct from 'global' and (n.nspname <> 'kernel' or c.relname not in ('ledger', 'seals', 'outbox'));
    while waiting <> '{}' loop
      blocked := '{}';
      foreach t in array waiting loop
        begin
          execute format('delete from %s where tenant_id = $1', t) using gone.id;
        exception when foreign_key_violation then
          blocked := blocked || t;
        end;
      end loop;
      if blocked = waiting then
        raise exception 'Tables refuse the purge: %', blocked;
      end if;
      waiting := blocked;
    end loop;
    delete from kernel.tenants where id = gone.id;
    purged := purged + 1;
  end loop;
  return purged;
end $$;
