-- Schemas of published plugins: made at run time from SQL that a stranger wrote, and counted.

-- Runs what strangers wrote: it logs in nowhere and owns nothing, and may create in one schema for as long as one
-- transaction lasts. Roles belong to the whole server, where another database may make the same one at this moment.
do $$ begin
  for attempt in 1..20 loop
    begin
      if not exists (select from pg_roles where rolname = 'dpf_maker') then create role dpf_maker nologin; end if;
      if not pg_has_role(current_user, 'dpf_maker', 'usage') then grant dpf_maker to current_user; end if;
      return;
    exception when duplicate_object or unique_violation or internal_error then perform pg_sleep(random() * 0.1);
    end;
  end loop;
  raise exception 'The role dpf_maker could not be made';
end $$;
--> statement-breakpoint
alter table kernel.enrolments add column published boolean not null default false;
--> statement-breakpoint
-- A function with its owner's rights is all that lowers them here: inside of one, SET ROLE is refused.
create function kernel.run_as_maker(statement text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute statement;
end $$;
--> statement-breakpoint
revoke all on function kernel.run_as_maker(text) from public;
--> statement-breakpoint
grant create on schema kernel to dpf_maker;
--> statement-breakpoint
alter function kernel.run_as_maker(text) owner to dpf_maker;
--> statement-breakpoint
revoke all on schema kernel from dpf_maker;
--> statement-breakpoint
-- Counts rows and bytes of a published plugin's tables, by workspace, and holds them to its grant.
-- A row has the bytes of its text: what PostgreSQL stores of it depends on when it was compressed.
-- DPF12: it is full. What only grows smaller is never refused.
create function kernel.count_rows() returns trigger
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp set timezone = 'UTC' as $$
declare
  counted record;
  used kernel.plugin_usage;
  grants jsonb;
begin
  for counted in
    execute case tg_op
      when 'INSERT' then 'select tenant_id, count(*) as rows, sum(octet_length(n::text)) as bytes from added n group by tenant_id'
      when 'DELETE' then 'select tenant_id, -count(*) as rows, -sum(octet_length(o::text)) as bytes from removed o group by tenant_id'
      else 'select tenant_id, 0 as rows, sum(bytes) as bytes from (
        select tenant_id, octet_length(n::text) as bytes from added n union all select tenant_id, -octet_length(o::text) from removed o) c group by tenant_id'
    end
  loop
    if counted.rows <= 0 and counted.bytes <= 0 then
      update kernel.plugin_usage u set rows = greatest(0, u.rows + counted.rows), bytes = greatest(0, u.bytes + counted.bytes)
        where u.tenant_id = counted.tenant_id and u.plugin_id = tg_table_schema;
      continue;
    end if;
    insert into kernel.plugin_usage as u values (counted.tenant_id, tg_table_schema, counted.rows, counted.bytes)
      on conflict (tenant_id, plugin_id) do update
        set rows = greatest(0, u.rows + counted.rows), bytes = greatest(0, u.bytes + counted.bytes)
      returning u.* into used;
    select i.grants into grants from kernel.plugin_installations i
      where i.tenant_id = counted.tenant_id and i.plugin_id = tg_table_schema;
    if counted.rows > 0 and used.rows > coalesce((grants #>> '{limits,rows}')::bigint, 0) then
      raise exception using errcode = 'DPF12', message = 'A published plugin is full', detail = 'rows';
    end if;
    if counted.bytes > 0 and used.bytes > coalesce((grants #>> '{limits,bytes}')::bigint, 0) then
      raise exception using errcode = 'DPF12', message = 'A published plugin is full', detail = 'bytes';
    end if;
  end loop;
  return null;
end $$;
--> statement-breakpoint
create function kernel.count_table(label text) returns void
language plpgsql set search_path = pg_catalog, kernel, pg_temp as $$
begin
  execute format('create or replace trigger count_added after insert on %s referencing new table as added
    for each statement execute function kernel.count_rows()', label);
  execute format('create or replace trigger count_changed after update on %s referencing new table as added old table as removed
    for each statement execute function kernel.count_rows()', label);
  execute format('create or replace trigger count_removed after delete on %s referencing old table as removed
    for each statement execute function kernel.count_rows()', label);
end $$;
--> statement-breakpoint
create function kernel.tables_of(target_schema text) returns setof text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = target_schema and c.relkind in ('r', 'p') order by c.relname
$$;
--> statement-breakpoint
alter function kernel.catalogue_faults(text[]) rename to faults_of_any;
--> statement-breakpoint
-- As before, and what is wrong with the role that makes published tables, and with published schemas: tables of the
-- platform's, counted, and nothing else in them.
create function kernel.catalogue_faults(schemas text[]) returns setof text
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  with published as (
    select n.oid, n.nspname, n.nspowner from pg_namespace n join kernel.enrolments e on e.schema_name = n.nspname
    where e.published and n.nspname = any (schemas)
  )
  select fault from kernel.faults_of_any(schemas) fault
  union all
  select 'role dpf_maker is more than a maker of tables' where 'kernel' = any (schemas) and (
    not exists (select from pg_roles r where r.rolname = 'dpf_maker' and not (r.rolcanlogin or r.rolsuper or r.rolbypassrls
      or r.rolcreaterole or r.rolcreatedb or r.rolreplication or exists (select from pg_auth_members m where m.member = r.oid)))
    or not exists (select from pg_proc p where p.oid = 'kernel.run_as_maker(text)'::regprocedure and p.prosecdef and p.proowner::regrole::text = 'dpf_maker'))
  union all
  select format('role dpf_maker owns %s', pg_describe_object(d.classid, d.objid, d.objsubid))
    from pg_shdepend d join pg_roles r on r.oid = d.refobjid and r.rolname = 'dpf_maker'
    where 'kernel' = any (schemas) and d.refclassid = 'pg_authid'::regclass and d.deptype = 'o'
      and d.dbid in (0, (select oid from pg_database where datname = current_database()))
      and not (d.classid = 'pg_proc'::regclass and d.objid = 'kernel.run_as_maker(text)'::regprocedure)
  union all
  select format('%I.%I is no table', p.nspname, c.relname) from published p join pg_class c on c.relnamespace = p.oid
    where c.relkind not in ('r', 'p', 'i', 'I') and not (c.relkind = 'S' and exists (
      select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
        and d.refclassid = 'pg_class'::regclass))
  union all
  select format('%I.%I belongs to another role', p.nspname, c.relname) from published p join pg_class c on c.relnamespace = p.oid
    where c.relowner <> p.nspowner
  union all
  select format('%I.%I is a function', p.nspname, f.proname) from published p join pg_proc f on f.pronamespace = p.oid
  union all
  select format('%I.%I is a type', p.nspname, t.typname) from published p join pg_type t on t.typnamespace = p.oid
    where t.typrelid = 0 and t.typcategory <> 'A' or t.typtype = 'c'
      and exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c')
  union all
  select format('%I.%I has the trigger %I', p.nspname, c.relname, g.tgname)
    from published p join pg_class c on c.relnamespace = p.oid join pg_trigger g on g.tgrelid = c.oid
    where not g.tgisinternal and g.tgfoid not in ('kernel.require_record()'::regprocedure, 'kernel.count_rows()'::regprocedure)
  union all
  select format('%I.%I is not counted', p.nspname, c.relname)
    from published p join pg_class c on c.relnamespace = p.oid and c.relkind in ('r', 'p')
    where 3 <> (select count(distinct g.tgtype) from pg_trigger g where g.tgrelid = c.oid
      and g.tgfoid = 'kernel.count_rows()'::regprocedure and g.tgenabled in ('O', 'A') and g.tgtype in (4, 8, 16)
      and g.tgqual is null and cardinality(g.tgattr::int2[]) = 0)
$$;
--> statement-breakpoint
create or replace function kernel.enrol(target_schema text, target_role text) returns void
language plpgsql set search_path = pg_catalog, kernel, pg_temp as $$
declare
  t record;
  faults text[];
begin
  insert into kernel.enrolments values (target_schema, target_role)
    on conflict (schema_name) do update set app_role = excluded.app_role;
  execute format('revoke temporary on database %I from public', current_database());
  execute format('revoke all on schema %I from public', target_schema);
  execute 'revoke all on all functions in schema kernel from public';
  execute format('grant usage on schema %I to %I', target_schema, target_role);
  execute format('grant usage on schema kernel to %I', target_role);
  execute format('grant execute on function kernel.verified_context(), kernel.tenant_id(), kernel.kept_results(text, integer),
    kernel.begin_change(jsonb, jsonb, text, text, text, integer), kernel.settle(integer, boolean, bigint, json) to %I', target_role);
  for t in
    select format('%I.%I', n.nspname, c.relname) as label, s.kind,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'
        and a.atttypid = 'uuid'::regtype and not a.attisdropped) as has_tenant
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join kernel.special_tables s on n.nspname = 'kernel' and s.name = c.relname
    where n.nspname = target_schema and c.relkind in ('r', 'p')
  loop
    continue when t.kind = 'global' or not t.has_tenant;
    execute format('alter table %s alter column tenant_id set default kernel.tenant_id()', t.label);
    execute format('alter table %s enable row level security', t.label);
    execute format('alter table %s force row level security', t.label);
    execute format('drop policy if exists tenant_isolation on %s', t.label);
    execute format('create policy tenant_isolation on %s using (tenant_id = (select kernel.tenant_id())) with check (tenant_id = (select kernel.tenant_id()))', t.label);
    execute format('drop policy if exists owner on %s', t.label);
    execute format('create policy owner on %s to current_user using (true) with check (true)', t.label);
    continue when t.kind = 'by_function';
    execute format('drop trigger if exists record_required on %s', t.label);
    execute format('create trigger record_required before insert or update or delete on %s for each statement execute function kernel.require_record()', t.label);
    execute format('grant select, insert, update, delete on %s to %I', t.label, target_role);
  end loop;
  execute format('grant usage on all sequences in schema %I to %I', target_schema, target_role);
  -- Of every schema that is the platform's own: a migration can reach beyond its own. One of a stranger's turns off that alone.
  select array_agg(fault) into faults from kernel.catalogue_faults(
    array(select schema_name from kernel.enrolments where not published or schema_name = target_schema)) fault;
  if faults is not null then
    raise exception using errcode = 'DPF04', message = 'Enrolment refused: ' || array_to_string(faults, '; ');
  end if;
end $$;
--> statement-breakpoint
create function kernel.give_role(role_name text, password text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  for attempt in 1..20 loop
    begin
      if exists (select from pg_roles where rolname = role_name) then
        execute format('alter role %I login password %L', role_name, password);
      else
        execute format('create role %I login password %L', role_name, password);
      end if;
      return;
    exception when duplicate_object or unique_violation or internal_error then perform pg_sleep(random() * 0.1);
    end;
  end loop;
  raise exception 'The role % could not be made', role_name;
end $$;
--> statement-breakpoint
-- What a version of a plugin relies on: each column of its tables, with its type.
create function kernel.columns_of(target_schema text) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  select array(select format('%I.%I %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod))
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = target_schema and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped)
$$;
--> statement-breakpoint
-- Brings a published plugin's schema to what a version needs, or changes nothing; answers how many steps it took.
-- The statements run as dpf_maker, which owns the tables meanwhile. DPF13: they are refused, and the message says why.
create function kernel.apply_published(plugin text, wanted text, password text) returns integer
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  steps jsonb;
  step record;
  statement text;
  known text;
  label text;
  before text[];
  lost text[];
  taken integer := 0;
begin
  -- The one that all migrations take.
  perform pg_advisory_xact_lock(4703919738795935661);
  select p.migrations into steps from kernel.published_versions p
    where p.plugin_id = plugin and p.version = wanted and p.state in ('submitted', 'live');
  if steps is null then
    raise exception using errcode = 'DPF13', message = 'There is no such version';
  end if;
  if not exists (select from kernel.enrolments e where e.schema_name = plugin and e.published) then
    if exists (select from pg_namespace n where n.nspname = plugin) then
      raise exception using errcode = 'DPF13', message = 'This id is taken';
    end if;
    execute format('create schema %I', plugin);
    insert into kernel.enrolments (schema_name, app_role, published) values (plugin, 'plugin_' || plugin, true);
  end if;
  perform kernel.give_role('plugin_' || plugin, password);
  before := kernel.columns_of(plugin);
  execute format('grant usage, create on schema %I to dpf_maker', plugin);
  for label in select kernel.tables_of(plugin) loop
    execute format('alter table %s owner to dpf_maker', label);
  end loop;
  for step in
    select s.value ->> 'id' as id, s.value ->> 'sql' as sql, encode(sha256(convert_to(s.value ->> 'sql', 'UTF8')), 'hex') as checksum
    from jsonb_array_elements(steps) with ordinality s order by s.ordinality
  loop
    select m.checksum into known from kernel.migrations m where m.owner = plugin and m.id = step.id;
    continue when known = step.checksum;
    if known is not null then
      raise exception using errcode = 'DPF13', message = format('%s was changed after it was applied: add a new migration instead', step.id);
    end if;
    insert into kernel.migrations (owner, id, checksum) values (plugin, step.id, step.checksum);
    taken := taken + 1;
    foreach statement in array string_to_array(step.sql, '--> statement' || '-breakpoint') loop
      continue when btrim(statement, E' \t\r\n') = '';
      begin
        perform kernel.run_as_maker(statement);
      exception when lock_not_available or deadlock_detected or serialization_failure then raise;
        when others then
          raise exception using errcode = 'DPF13', message = format('%s: %s', step.id, sqlerrm);
      end;
    end loop;
  end loop;
  for label in select kernel.tables_of(plugin) loop
    execute format('alter table %s owner to %I', label, current_user);
  end loop;
  execute format('revoke all on schema %I from dpf_maker', plugin);
  select array_agg(b) into lost from unnest(before) b where b <> all (kernel.columns_of(plugin));
  if lost is not null then
    raise exception using errcode = 'DPF13', message = 'Versions before rely on what is gone: ' || array_to_string(lost, ', ');
  end if;
  for label in select kernel.tables_of(plugin) loop
    perform kernel.count_table(label);
  end loop;
  begin
    perform kernel.enrol(plugin, 'plugin_' || plugin);
  exception when sqlstate 'DPF04' then
    raise exception using errcode = 'DPF13', message = sqlerrm;
  end;
  return taken;
end $$;
--> statement-breakpoint
-- What is wrong with each published schema that something is wrong with, and was not known to be; and null for one that is well again.
create function kernel.published_faults() returns table (plugin text, fault text)
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select g.id, f.fault from kernel.published_plugins g
  left join lateral (select string_agg(fault, '; ') as fault from kernel.catalogue_faults(array[g.id]) fault) f on true
  where f.fault is distinct from g.unsound and exists (select from kernel.enrolments e where e.schema_name = g.id and e.published)
$$;
--> statement-breakpoint
-- Removes a workspace's rows from a published plugin's tables; answers how many.
create function kernel.delete_published_rows(plugin text) returns bigint
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
  waiting text[] := array(select kernel.tables_of(e.schema_name) from kernel.enrolments e where e.schema_name = plugin and e.published);
  blocked text[];
  label text;
  gone bigint;
  removed bigint := 0;
begin
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
--> statement-breakpoint
-- A workspace's rows of one table, by its primary key, after the key that a page before ended with: [key, row].
create function kernel.export_published_rows(plugin text, table_name text, after jsonb, at_most integer) returns setof jsonb
language plpgsql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  tenant uuid := kernel.tenant_id();
  source regclass;
  keys text;
  starts text;
begin
  select c.oid into source from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join kernel.enrolments e on e.schema_name = n.nspname and e.published
    where n.nspname = plugin and c.relname = table_name and c.relkind in ('r', 'p');
  if source is null then return; end if;
  select string_agg(format('t.%I', a.attname), ', ' order by k.place),
      string_agg(format('($2 ->> %s)::%s', k.place - 1, format_type(a.atttypid, a.atttypmod)), ', ' order by k.place)
    into keys, starts
    from pg_index i cross join lateral unnest(i.indkey::int2[]) with ordinality k (attnum, place)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where i.indrelid = source and i.indisprimary;
  keys := coalesce(keys, 't.ctid');
  starts := coalesce(starts, '($2 ->> 0)::tid');
  return query execute format('select jsonb_build_array(jsonb_build_array(%s), to_jsonb(t)) from %s t
    where t.tenant_id = $1 and ($2 is null or (%s) > (%s)) order by %s limit $3',
    replace(keys, 't.ctid', 't.ctid::text'), source, keys, starts, keys)
    using tenant, after, at_most;
end $$;
--> statement-breakpoint
create function kernel.published_tables(plugin text) returns setof text
language sql stable security definer set search_path = pg_catalog, kernel, pg_temp as $$
  select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join kernel.enrolments e on e.schema_name = n.nspname and e.published
  where n.nspname = plugin and c.relkind in ('r', 'p') order by c.relname
$$;
--> statement-breakpoint
revoke all on all functions in schema kernel from public;
--> statement-breakpoint
revoke all on function kernel.faults_of_any(text[]) from dpf_kernel;
--> statement-breakpoint
grant execute on function kernel.catalogue_faults(text[]), kernel.apply_published(text, text, text), kernel.published_faults(),
  kernel.delete_published_rows(text), kernel.export_published_rows(text, text, jsonb, integer), kernel.published_tables(text) to dpf_kernel;
