-- A version whose key is in wrong hands comes to nobody by itself: it would not run where it came to.

-- As before, and what signed the version is not withdrawn.
create or replace function kernel.rollout_tenants(plugin text, to_version text, share integer, at_most integer)
returns table (tenant_id uuid, version text, grants jsonb, rev integer)
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select r.tenant_id, r.version, r.grants, r.rev from (
    select i.tenant_id, i.version, i.grants, i.rev, i.version = to_version as is_there,
      row_number() over (order by md5(i.tenant_id::text || plugin || to_version)) as place, count(*) over () as everybody
    from kernel.plugin_installations i
    join kernel.published_versions o on o.plugin_id = i.plugin_id and o.version = i.version
    join kernel.published_versions n on n.plugin_id = i.plugin_id and n.version = to_version
    join kernel.publisher_keys k on k.id = n.publisher_key_id and k.withdrawn_at is null
    where i.plugin_id = plugin and i.state = 'on' and i.auto_update and i.held_version is distinct from to_version
      and o.version_key <= n.version_key
  ) r where not r.is_there and r.place <= greatest(1, ceil(r.everybody * share / 100.0))
  order by r.place limit at_most
$$;
