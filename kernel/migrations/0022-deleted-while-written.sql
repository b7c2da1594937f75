-- What a published plugin writes while a workspace deletes its data is deleted too, or refused.

-- As before, and whoever writes at the same moment goes first or waits: each of them counts in the workspace's one row.
create or replace function kernel.delete_published_rows(plugin text) returns bigint
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
  waiting text[] := array(select kernel.tables_of(e.schema_name) from kernel.enrolments e where e.schema_name = plugin and e.published);
  blocked text[];
  label text;
  gone bigint;
  removed bigint := 0;
begin
  insert into kernel.plugin_usage as u values (tenant, plugin, 0, 0)
    on conflict (tenant_id, plugin_id) do update set rows = u.rows;
  while waiting <> '{}' loop
    blocked := '{}';
    foreach label in array waiting loop
      begin
        execute format('delete from %s where tenant_id = $1', label) using tenant;
        get diagnostics gone = row_count;
        removed := removed + gone;
      exception when foreign_key_violation then
        blocked := blocked || label;
      end;
    end loop;
    if blocked = waiting then
      raise exception 'Tables refuse to be emptied: %', blocked;
    end if;
    waiting := blocked;
  end loop;
  delete from kernel.plugin_usage u where u.tenant_id = tenant and u.plugin_id = plugin;
  delete from kernel.plugin_logs l where l.tenant_id = tenant and l.plugin_id = plugin;
  return removed;
end $$;
