-- Who sees what a published plugin records, in timelines and live.

-- From the manifest: by action the permission with which it is seen.
alter table kernel.published_versions add column seen_with jsonb not null default '{}';
--> statement-breakpoint
alter table kernel.published_versions disable trigger user;
--> statement-breakpoint
-- A manifest with a character that jsonb cannot hold shows nothing to more people than before.
update kernel.published_versions p set seen_with = (
    select coalesce(jsonb_object_agg(e.key, e.value ->> 'seenWith'), '{}')
    from jsonb_each(p.manifest::jsonb -> 'events') e where e.value ->> 'seenWith' is not null)
  where position('\u0000' in p.manifest) = 0;
--> statement-breakpoint
alter table kernel.published_versions enable trigger user;
--> statement-breakpoint
-- As before, and with which permission its records are seen.
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
    'permissions', p.permissions,
    'seenWith', p.seen_with)), '{}')
  from kernel.plugin_installations i
  join kernel.published_versions p on p.plugin_id = i.plugin_id and p.version = i.version
  join kernel.published_plugins g on g.id = i.plugin_id
  join kernel.publisher_keys k on k.id = p.publisher_key_id
  where i.tenant_id = tenant and i.state <> 'uninstalled'
$$;
