-- The signed tenant context: who a request is for, as PostgreSQL itself can verify it.

create type kernel.context as (tenant_id uuid, role text, actor text, request_id text);
--> statement-breakpoint
-- HMAC-SHA256 (RFC 2104) needs no extension: sha256(outer_pad || sha256(inner_pad || message)).
create table kernel.context_keys (
  id text primary key,
  inner_pad bytea not null check (length(inner_pad) = 64),
  outer_pad bytea not null check (length(outer_pad) = 64),
  created_at timestamptz not null default now()
);
--> statement-breakpoint
-- Reads v1|key id|tenant|database role|expiry|actor|request id|hmac, and refuses everything else with 28000.
-- Here and in every SECURITY DEFINER function pg_temp comes last by name: left out it comes first, and a caller's
-- temporary domain called "text" would run its CHECK with the owner's rights.
create function kernel.verified_context() returns kernel.context
language plpgsql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  raw text := nullif(current_setting('dpf.context', true), '');
  parts text[];
  pads kernel.context_keys;
begin
  if raw is null then
    raise exception using errcode = '28000', message = 'No tenant context is set';
  end if;
  parts := string_to_array(raw, '|');
  if array_length(parts, 1) is distinct from 8 or parts[1] <> 'v1' then
    raise exception using errcode = '28000', message = 'The tenant context is malformed';
  end if;
  select * into pads from kernel.context_keys where id = parts[2];
  if not found or parts[8] <> encode(sha256(pads.outer_pad || sha256(pads.inner_pad
      || convert_to(left(raw, -(length(parts[8]) + 1)), 'UTF8'))), 'hex') then
    raise exception using errcode = '28000', message = 'The tenant context is forged';
  end if;
  if parts[4] <> session_user then
    raise exception using errcode = '28000', message = 'The tenant context belongs to another role';
  end if;
  if to_timestamp(parts[5]::bigint) < clock_timestamp() then
    raise exception using errcode = '28000', message = 'The tenant context has expired';
  end if;
  return (parts[3]::uuid, parts[4], parts[6], parts[7])::kernel.context;
end $$;
--> statement-breakpoint
create function kernel.tenant_id() returns uuid
language sql stable as $$ select (kernel.verified_context()).tenant_id $$;
