-- In how many workspaces a published plugin is: a number alone, of workspaces that the reader does not see.
create function kernel.installs_of(plugin text, of_version text default null) returns integer
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select count(*)::integer from kernel.plugin_installations i
  where i.plugin_id = plugin and i.state <> 'uninstalled' and (of_version is null or i.version = of_version)
$$;
--> statement-breakpoint
revoke all on function kernel.installs_of(text, text) from public;
--> statement-breakpoint
grant execute on function kernel.installs_of(text, text) to dpf_kernel;
