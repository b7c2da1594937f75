-- A workspace that was deleted goes for good after 30 days, and its record with it: who asked for that was told so.

-- The record refuses to be rewritten, and to lose a row; but for that of the one workspace that is being purged, whose
-- thirty days are over whatever the caller says.
create or replace function kernel.refuse_rewrite() returns trigger
language plpgsql set search_path = pg_catalog, kernel, pg_temp as $$
begin
  if tg_op = 'DELETE' and exists (select from kernel.tenants t
      where t.id::text = current_setting('dpf.purging', true) and t.deleted_at < clock_timestamp() - interval '30 days') then
    return null;
  end if;
  raise exception using errcode = '42501', message = format('kernel.%I is append-only', tg_table_name);
end $$;
--> statement-breakpoint
create function kernel.refuse_neighbours() returns trigger
language plpgsql set search_path = pg_catalog, kernel, pg_temp as $$
begin
  if exists (select from gone where gone.tenant_id::text is distinct from current_setting('dpf.purging', true)) then
    raise exception using errcode = '42501', message = format('kernel.%I is append-only', tg_table_name);
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger purged_alone after delete on kernel.ledger referencing old table as gone
  for each statement execute function kernel.refuse_neighbours();
--> statement-breakpoint
create trigger purged_alone after delete on kernel.seals referencing old table as gone
  for each statement execute function kernel.refuse_neighbours();
--> statement-breakpoint
-- A long record goes in portions, the workspace itself with the last of them; answers how many workspaces are gone.
create or replace function kernel.purge_deleted_tenants(older_than interval, at_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  portion constant integer := 20000;
  gone record;
  t text;
  waiting text[];
  blocked text[];
  deleted integer;
  purged integer := 0;
begin
  for gone in select id from kernel.tenants
    where deleted_at < clock_timestamp() - greatest(older_than, interval '30 days') order by deleted_at limit at_most for update skip locked
  loop
    select array_agg(format('%I.%I', n.nspname, c.relname)) into waiting
      from kernel.enrolments e join pg_namespace n on n.nspname = e.schema_name
      join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')
      left join kernel.special_tables s on n.nspname = 'kernel' and s.name = c.relname
      where s.kind is distinct from 'global' and (n.nspname <> 'kernel' or c.relname not in ('ledger', 'seals'));
    while waiting <> '{}' loop
      blocked := '{}';
      foreach t in array waiting loop
        begin
          execute format('delete from %s where tenant_id = $1', t) using gone.id;
        exception when foreign_key_violation then
          blocked := blocked || t;
        end;
      end loop;
      if blocked = waiting then
        raise exception 'Tables refuse the purge: %', blocked;
      end if;
      waiting := blocked;
    end loop;
    perform set_config('dpf.purging', gone.id::text, true);
    delete from kernel.seals where ctid = any (array(select s.ctid from kernel.seals s where s.tenant_id = gone.id limit portion));
    get diagnostics deleted = row_count;
    continue when deleted = portion;
    delete from kernel.ledger where ctid = any (array(select l.ctid from kernel.ledger l where l.tenant_id = gone.id limit portion));
    get diagnostics deleted = row_count;
    continue when deleted = portion;
    delete from kernel.tenants where id = gone.id;
    purged := purged + 1;
  end loop;
  perform set_config('dpf.purging', '', true);
  return purged;
end $$;
