-- What publishing asks of the database beside its tables.

-- Brings a schema to what a version needs, and takes it back: what PostgreSQL has against it is told, and nothing stays.
create function kernel.try_published(plugin text, wanted text, password text) returns void
language plpgsql set search_path = pg_catalog, kernel, pg_temp as $$
begin
  perform kernel.apply_published(plugin, wanted, password);
  raise exception using errcode = 'DPF14', message = 'Tried alone';
exception when sqlstate 'DPF14' then null;
end $$;
--> statement-breakpoint
-- Ends a change of which nothing is to stay, as the last of its statements.
create function kernel.take_all_back() returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'DPF14', message = 'Tried alone';
end $$;
--> statement-breakpoint
-- As before, and what was signed with a key that is in wrong hands is called back.
create or replace function kernel.published_of(tenant uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce(jsonb_object_agg(i.plugin_id, jsonb_build_object(
    'version', i.version,
    'contentHash', p.content_hash,
    'state', case when g.killed_at is not null or g.unsound is not null then 'killed'
      when p.state <> 'live' or k.withdrawn_at is not null then 'yanked' else i.state end,
    'grants', i.grants,
    'grantsHash', encode(sha256(convert_to(i.grants::text, 'UTF8')), 'hex'),
    'settings', i.settings,
    'permissions', p.permissions)), '{}')
  from kernel.plugin_installations i
  join kernel.published_versions p on p.plugin_id = i.plugin_id and p.version = i.version
  join kernel.published_plugins g on g.id = i.plugin_id
  join kernel.publisher_keys k on k.id = p.publisher_key_id
  where i.tenant_id = tenant and i.state <> 'uninstalled'
$$;
--> statement-breakpoint
-- The workspaces that have any of these versions: their gates are told.
create function kernel.tenants_with(plugin text, versions text[] default null) returns setof uuid
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select i.tenant_id from kernel.plugin_installations i
  where i.plugin_id = plugin and i.state <> 'uninstalled' and (versions is null or i.version = any (versions))
$$;
--> statement-breakpoint
-- And those where something runs that was signed with this key.
create function kernel.tenants_signed_by(key text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select distinct i.tenant_id from kernel.plugin_installations i
  join kernel.published_versions p on p.plugin_id = i.plugin_id and p.version = i.version
  where p.publisher_key_id = key and i.state <> 'uninstalled'
$$;
--> statement-breakpoint
-- What the workspace of the context publishes, and how it fares: installations now, calls and failures of the last day.
create function kernel.own_published() returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'title', newest.title, 'icon', newest.icon,
      'killed', g.killed_at is not null, 'reason', g.killed_reason,
      'installs', (select count(*) from kernel.plugin_installations i where i.plugin_id = g.id and i.state <> 'uninstalled'),
      'versions', (
        select jsonb_agg(jsonb_build_object('version', p.version, 'state', p.state, 'stage', p.stage, 'reason', p.reason,
          'changes', p.changes, 'at', to_char(p.submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'installs', (select count(*) from kernel.plugin_installations i
            where i.plugin_id = p.plugin_id and i.version = p.version and i.state <> 'uninstalled'),
          'calls', coalesce(h.calls, 0), 'errors', coalesce(h.errors, 0)) order by p.version_key desc)
        from kernel.published_versions p left join lateral (
          select sum(calls)::bigint as calls, sum(errors)::bigint as errors from kernel.plugin_health
          where plugin_id = p.plugin_id and version = p.version and hour > clock_timestamp() - interval '24 hours') h on true
        where p.plugin_id = g.id
      )) order by g.id), '[]')
  from kernel.published_plugins g
  join kernel.publishers o on o.id = g.publisher_id and o.tenant_id = (select kernel.tenant_id())
  join lateral (select title, icon from kernel.published_versions p where p.plugin_id = g.id order by p.version_key desc limit 1) newest on true
$$;
--> statement-breakpoint
revoke all on function kernel.own_published(), kernel.try_published(text, text, text), kernel.take_all_back(), kernel.tenants_with(text, text[]), kernel.tenants_signed_by(text) from public;
--> statement-breakpoint
grant execute on function kernel.own_published(), kernel.try_published(text, text, text), kernel.take_all_back(), kernel.tenants_with(text, text[]), kernel.tenants_signed_by(text) to dpf_kernel;
