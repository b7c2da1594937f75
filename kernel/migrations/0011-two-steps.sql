-- Signing in, completed: a second step, passkeys, known and trusted devices, and workspaces that ask for two steps.

alter table kernel.users
  -- Since when a password or a mailed link alone does not sign this person in; null when it does.
  add column two_steps_at timestamptz;
--> statement-breakpoint
alter table kernel.sessions
  -- When its person last showed that it is them: by signing in, or by their password since.
  add column proven_at timestamptz;
--> statement-breakpoint
update kernel.sessions set proven_at = created_at;
--> statement-breakpoint
alter table kernel.sessions alter column proven_at set default now(), alter column proven_at set not null;
--> statement-breakpoint
alter table kernel.tenants add column require_two_steps boolean not null default false;
--> statement-breakpoint
alter table kernel.mailed_tokens drop constraint mailed_tokens_purpose_check,
  add constraint mailed_tokens_purpose_check check (purpose in ('verify-email', 'reset-password', 'sign-in'));
--> statement-breakpoint
-- The secret that a person's app shares with us, sealed with a key of its own, which ENCRYPTION_KEY wraps.
create table kernel.totp_secrets (
  user_id uuid primary key references kernel.users on delete cascade,
  wrapped text not null,
  sealed text not null,
  created_at timestamptz not null default now(),
  -- Until a first code has come, the app shows codes that nobody is asked for.
  confirmed_at timestamptz,
  -- The half minute, counted from 1970, whose code was used last: neither it nor an earlier one works again.
  last_step bigint not null default 0
);
--> statement-breakpoint
create table kernel.backup_codes (
  user_id uuid not null references kernel.users on delete cascade,
  hash text not null,
  used_at timestamptz,
  primary key (user_id, hash)
);
--> statement-breakpoint
-- WebAuthn credentials.
create table kernel.passkeys (
  id uuid primary key,
  user_id uuid not null references kernel.users on delete cascade,
  credential_id text not null constraint passkeys_credential_id_key unique,
  public_key text not null,
  -- Of signatures made, as the device says; 0 for ever on one that does not count.
  counter bigint not null,
  transports text[] not null,
  name text not null check (length(name) between 1 and 60),
  is_synced boolean not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
--> statement-breakpoint
create index passkeys_user_id on kernel.passkeys (user_id);
--> statement-breakpoint
-- Challenges of passkeys are signed and need no row until they are used; the row is why none is used twice.
create table kernel.spent_challenges (hash text primary key, expires_at timestamptz not null);
--> statement-breakpoint
create index spent_challenges_expires_at on kernel.spent_challenges (expires_at);
--> statement-breakpoint
-- Somebody who knows the password, or opened the mailed link, and is asked for the second step now.
create table kernel.pending_sign_ins (
  hash text primary key,
  user_id uuid not null references kernel.users on delete cascade,
  first_step text not null check (first_step in ('password', 'link')),
  address_hash text,
  user_agent text not null,
  failures integer not null default 0,
  expires_at timestamptz not null
);
--> statement-breakpoint
create index pending_sign_ins_user_id on kernel.pending_sign_ins (user_id);
--> statement-breakpoint
create index pending_sign_ins_expires_at on kernel.pending_sign_ins (expires_at);
--> statement-breakpoint
-- The browsers in which a person has signed in, by a cookie: a sign-in from another one is told by mail.
create table kernel.devices (
  user_id uuid not null references kernel.users on delete cascade,
  hash text not null,
  last_used_at timestamptz not null default now(),
  primary key (user_id, hash)
);
--> statement-breakpoint
create index devices_last_used_at on kernel.devices (last_used_at);
--> statement-breakpoint
-- The browsers in which a person is not asked for the second step, by another cookie.
create table kernel.trusted_devices (
  id uuid primary key,
  user_id uuid not null references kernel.users on delete cascade,
  hash text not null constraint trusted_devices_hash_key unique,
  user_agent text not null,
  address text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null
);
--> statement-breakpoint
create index trusted_devices_user_id on kernel.trusted_devices (user_id);
--> statement-breakpoint
insert into kernel.special_tables values
  ('totp_secrets', 'global', 'belongs to a person'),
  ('backup_codes', 'global', 'belongs to a person'),
  ('passkeys', 'global', 'belongs to a person'),
  ('spent_challenges', 'global', 'belongs to a sign-in of somebody not known before it is used'),
  ('pending_sign_ins', 'global', 'belongs to a person'),
  ('devices', 'global', 'belongs to a person'),
  ('trusted_devices', 'global', 'belongs to a person');
--> statement-breakpoint
grant select, insert, update, delete on kernel.totp_secrets, kernel.backup_codes, kernel.passkeys, kernel.spent_challenges,
  kernel.pending_sign_ins, kernel.devices, kernel.trusted_devices to dpf_kernel;
--> statement-breakpoint
-- As before, and whether the workspace asks for two steps of somebody who has none.
create or replace function kernel.member_snapshot(session uuid, tenant text) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select jsonb_build_object('tenant', kernel.describe_tenant(t), 'userId', s.user_id, 'role', m.role, 'plugins', kernel.plugins_of(t.id),
    'lacksTwoSteps', t.require_two_steps and u.two_steps_at is null)
  from kernel.sessions s
  join kernel.users u on u.id = s.user_id
  join kernel.memberships m on m.user_id = s.user_id
  join kernel.tenants t on t.id = m.tenant_id
  where s.id = session and s.revoked_at is null and s.expires_at > clock_timestamp()
    and t.deleted_at is null and (t.id::text = tenant or t.slug = tenant)
$$;
--> statement-breakpoint
-- The workspaces of a person that ask everybody for two steps.
create function kernel.tenants_requiring_two_steps(person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('slug', t.slug, 'name', t.name) order by t.name, t.id), '[]')
  from kernel.memberships m join kernel.tenants t on t.id = m.tenant_id
  where m.user_id = person and t.deleted_at is null and t.require_two_steps
$$;
--> statement-breakpoint
create function kernel.forget_expired_sign_ins() returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  delete from kernel.pending_sign_ins where expires_at < clock_timestamp();
  delete from kernel.spent_challenges where expires_at < clock_timestamp();
  delete from kernel.trusted_devices where expires_at < clock_timestamp();
  delete from kernel.devices where last_used_at < clock_timestamp() - interval '400 days'
$$;
--> statement-breakpoint
grant execute on function kernel.tenants_requiring_two_steps(uuid), kernel.forget_expired_sign_ins() to dpf_kernel;
