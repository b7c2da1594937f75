-- Files of workspaces that are gone: their rows went with the workspace, their bytes lie in the bucket still.

create table kernel.abandoned_files (
  tenant_id uuid primary key,
  at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
insert into kernel.special_tables values ('abandoned_files', 'global', 'whose objects are to be removed from the bucket: of workspaces that are no more');
--> statement-breakpoint
create function kernel.abandon_files() returns trigger
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
begin
  insert into kernel.abandoned_files (tenant_id) values (old.id) on conflict do nothing;
  return null;
end $$;
--> statement-breakpoint
create trigger abandon_files after delete on kernel.tenants for each row execute function kernel.abandon_files();
--> statement-breakpoint
create function kernel.files_to_remove(at_most integer) returns setof uuid
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select tenant_id from kernel.abandoned_files order by at limit at_most
$$;
--> statement-breakpoint
create function kernel.files_removed(tenant uuid) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  delete from kernel.abandoned_files where tenant_id = tenant
$$;
--> statement-breakpoint
revoke all on all functions in schema kernel from public;
--> statement-breakpoint
grant execute on function kernel.files_to_remove(integer), kernel.files_removed(uuid) to dpf_kernel;
