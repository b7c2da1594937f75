-- What the operator sees of published plugins: of all publishers, with the numbers of all workspaces and no workspace's name.

create function kernel.published_overview() returns jsonb
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'publisher', jsonb_build_object('slug', o.slug, 'name', o.name,
      'verified', o.verified_at is not null),
      'state', case when g.killed_at is not null then 'killed' when g.unsound is not null then 'unsound' else 'on' end,
      'reason', coalesce(g.killed_reason, g.unsound),
      'installs', (select count(*) from kernel.plugin_installations i where i.plugin_id = g.id and i.state <> 'uninstalled'),
      'versions', (
        select coalesce(jsonb_agg(jsonb_build_object('version', p.version, 'title', p.title, 'state', p.state, 'stage', p.stage,
          'reason', p.reason, 'at', to_char(p.state_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'installs', (select count(*) from kernel.plugin_installations i
            where i.plugin_id = p.plugin_id and i.version = p.version and i.state <> 'uninstalled'),
          'calls', coalesce(h.calls, 0), 'errors', coalesce(h.errors, 0)) order by p.version_key desc), '[]')
        from kernel.published_versions p left join lateral (
          select sum(calls)::bigint as calls, sum(errors)::bigint as errors from kernel.plugin_health
          where plugin_id = p.plugin_id and version = p.version and hour > clock_timestamp() - interval '24 hours') h on true
        where p.plugin_id = g.id
      )) order by g.id), '[]')
  from kernel.published_plugins g join kernel.publishers o on o.id = g.publisher_id
$$;
--> statement-breakpoint
-- The workspaces that have a plugin: their gates are told what becomes of it.
create function kernel.holders_of(plugin text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select i.tenant_id from kernel.plugin_installations i where i.plugin_id = plugin and i.state <> 'uninstalled'
$$;
--> statement-breakpoint
-- What is wrong with published schemas, as before, of twenty in a minute: each is looked at in its turn.
create or replace function kernel.published_faults() returns table (plugin text, fault text)
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select g.id, f.fault from kernel.published_plugins g
  cross join (select greatest(1, ceil(count(*) / 20.0))::bigint as turns from kernel.published_plugins) t
  left join lateral (select string_agg(fault, '; ') as fault from kernel.catalogue_faults(array[g.id]) fault) f on true
  where abs(hashtext(g.id)::bigint) % t.turns = floor(extract(epoch from clock_timestamp()) / 60)::bigint % t.turns
    and exists (select from kernel.enrolments e where e.schema_name = g.id and e.published)
    and f.fault is distinct from g.unsound
$$;
--> statement-breakpoint
revoke all on function kernel.published_overview(), kernel.holders_of(text) from public;
--> statement-breakpoint
grant execute on function kernel.published_overview(), kernel.holders_of(text) to dpf_kernel;
