-- A version goes to a few workspaces first, then to all; one that fails is taken back everywhere.

-- Versions that are on their way, or so young that they are still watched, each with how it fares beside what came before it.
create function kernel.watched_versions(at_most integer) returns table (
  plugin text, version text, stage text, age_seconds bigint, has_before boolean, holders bigint,
  calls bigint, errors bigint, calls_before bigint, errors_before bigint)
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select p.plugin_id, p.version, p.stage, extract(epoch from clock_timestamp() - p.state_at)::bigint,
    exists (select from kernel.published_versions o where o.plugin_id = p.plugin_id and o.state = 'live' and o.version_key < p.version_key),
    (select count(*) from kernel.plugin_installations i
      where i.plugin_id = p.plugin_id and i.version = p.version and i.state <> 'uninstalled'),
    coalesce(h.calls, 0), coalesce(h.errors, 0), coalesce(b.calls, 0), coalesce(b.errors, 0)
  from kernel.published_versions p
  join kernel.published_plugins g on g.id = p.plugin_id and g.killed_at is null and g.unsound is null
  left join lateral (select sum(calls)::bigint as calls, sum(errors)::bigint as errors from kernel.plugin_health
    where plugin_id = p.plugin_id and plugin_health.version = p.version) h on true
  left join lateral (select sum(n.calls)::bigint as calls, sum(n.errors)::bigint as errors from kernel.plugin_health n
    join kernel.published_versions o on o.plugin_id = n.plugin_id and o.version = n.version and o.state = 'live' and o.version_key < p.version_key
    where n.plugin_id = p.plugin_id and n.hour > clock_timestamp() - interval '7 days') b on true
  where p.state = 'live' and (p.stage = 'few' or p.state_at > clock_timestamp() - interval '24 hours')
  order by p.state_at limit at_most
$$;
--> statement-breakpoint
-- Workspaces that a version comes to by itself: a stable part of those that let it, in percent, and one at least.
create function kernel.rollout_tenants(plugin text, to_version text, share integer, at_most integer)
returns table (tenant_id uuid, version text, grants jsonb, rev integer)
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select r.tenant_id, r.version, r.grants, r.rev from (
    select i.tenant_id, i.version, i.grants, i.rev, i.version = to_version as is_there,
      row_number() over (order by md5(i.tenant_id::text || plugin || to_version)) as place, count(*) over () as everybody
    from kernel.plugin_installations i
    join kernel.published_versions o on o.plugin_id = i.plugin_id and o.version = i.version
    join kernel.published_versions n on n.plugin_id = i.plugin_id and n.version = to_version
    where i.plugin_id = plugin and i.state = 'on' and i.auto_update and i.held_version is distinct from to_version
      and o.version_key <= n.version_key
  ) r where not r.is_there and r.place <= greatest(1, ceil(r.everybody * share / 100.0))
  order by r.place limit at_most
$$;
--> statement-breakpoint
-- Installations in a version that was taken back, with the version that they return to: the one before where it is live,
-- else the latest live one below.
create function kernel.left_behind(at_most integer)
returns table (tenant_id uuid, plugin text, version text, back_to text, grants jsonb, previous_grants jsonb, rev integer, reason text)
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select i.tenant_id, i.plugin_id, i.version, b.version, i.grants, i.previous_grants, i.rev, p.reason
  from kernel.published_versions p
  join kernel.plugin_installations i on i.plugin_id = p.plugin_id and i.version = p.version and i.state <> 'uninstalled'
  join lateral (select o.version from kernel.published_versions o
    where o.plugin_id = p.plugin_id and o.state = 'live' and o.version_key < p.version_key
    order by (o.version = i.previous_version) desc nulls last, o.version_key desc limit 1) b on true
  where p.state = 'rolled_back' limit at_most
$$;
--> statement-breakpoint
revoke all on function kernel.watched_versions(integer), kernel.rollout_tenants(text, text, integer, integer), kernel.left_behind(integer) from public;
--> statement-breakpoint
grant execute on function kernel.watched_versions(integer), kernel.rollout_tenants(text, text, integer, integer), kernel.left_behind(integer) to dpf_kernel;
