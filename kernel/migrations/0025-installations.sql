-- Installing and taking back: what a workspace had granted before an upgrade, and the work of a plugin that is gone.

alter table kernel.plugin_installations add column previous_grants jsonb;
--> statement-breakpoint
-- Forgets what a plugin still had to do in the workspace of the context: jobs, and records that it had yet to hear of.
create function kernel.drop_plugin_work(plugin text) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  delete from kernel.jobs where tenant_id = (select kernel.tenant_id()) and plugin_id = plugin;
  delete from kernel.deliveries where tenant_id = (select kernel.tenant_id()) and subscriber = 'plugin:' || plugin and state = 'pending';
$$;
--> statement-breakpoint
revoke all on function kernel.drop_plugin_work(text) from public;
--> statement-breakpoint
grant execute on function kernel.drop_plugin_work(text) to dpf_kernel;
