-- Enrolment: what makes a table a tenant's, and the catalogue check that finds one that is not.

create table kernel.enrolments (schema_name text primary key, app_role text not null unique);
--> statement-breakpoint
-- Kernel tables that are not ordinary tenant tables, each with its reason. Plugins have none.
-- global: belongs to no tenant. by_function: a tenant's, but written by kernel functions alone.
create table kernel.special_tables (
  name text primary key,
  kind text not null check (kind in ('global', 'by_function')),
  reason text not null
);
--> statement-breakpoint
insert into kernel.special_tables values
  ('migrations', 'global', 'which migrations ran, for the owner role alone'),
  ('context_keys', 'global', 'the keys of the signed context, for the owner role alone'),
  ('enrolments', 'global', 'which schema belongs to which role'),
  ('special_tables', 'global', 'this list');
--> statement-breakpoint
-- Refuses a statement that changes a tenant table in a transaction without a ledger record.
-- The marker names a ledger row of this very transaction, so a forged marker proves nothing.
create function kernel.require_record() returns trigger
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
begin
  if exists (select from kernel.enrolments where app_role = session_user) and not exists (
    select from kernel.ledger
    where tenant_id = (select kernel.tenant_id())
      and id = nullif(current_setting('dpf.record', true), '')::uuid
      and txid = pg_current_xact_id()
  ) then
    raise exception using errcode = 'DPF03',
      message = format('%I.%I was changed without a record', tg_table_schema, tg_table_name);
  end if;
  return null;
end $$;
--> statement-breakpoint
-- One row per fault in the named schemas; none when the database guards its tenants.
-- The search path is bare, so that expressions are printed with their schema.
create function kernel.catalogue_faults(schemas text[]) returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with tables as (
    select c.oid, n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner,
      format('%I.%I', n.nspname, c.relname) as label,
      (select s.kind from kernel.special_tables s where n.nspname = 'kernel' and s.name = c.relname) as kind,
      (select a.attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'
        and a.atttypid = 'uuid'::regtype and a.attnotnull and not a.attisdropped) as tenant_column
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any (schemas) and c.relkind in ('r', 'p')
  ), enrolled as (select * from tables where kind is distinct from 'global')
  select format('schema %s is not enrolled', n.nspname) from pg_namespace n
    where n.nspname = any (schemas) and not exists (select from kernel.enrolments e where e.schema_name = n.nspname)
  union all
  select format('%s has no column tenant_id uuid not null', label) from enrolled where tenant_column is null
  union all
  select format('%s.tenant_id has no default kernel.tenant_id()', label) from enrolled t
    where tenant_column is not null and not exists (
      select from pg_attrdef d where d.adrelid = t.oid and d.adnum = t.tenant_column
        and pg_get_expr(d.adbin, d.adrelid) = 'kernel.tenant_id()')
  union all
  select format('%s does not enable and force row level security', label) from enrolled
    where not (relrowsecurity and relforcerowsecurity)
  union all
  select format('%s lacks the policy tenant_isolation as enrolment writes it', label) from enrolled t
    where not exists (
      select from pg_policy p where p.polrelid = t.oid and p.polname = 'tenant_isolation' and p.polcmd = '*'
        and p.polpermissive and p.polroles = '{0}'
        and regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\s', '', 'g') = '(tenant_id=(SELECTkernel.tenant_id()AStenant_id))'
        and pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid))
  union all
  select format('%s has a policy %I that enrolment did not write', t.label, p.polname)
    from enrolled t join pg_policy p on p.polrelid = t.oid
    where p.polname <> 'tenant_isolation' and not (p.polname = 'owner' and p.polroles = array[t.relowner])
  union all
  select format('%s can be changed without a record', label) from enrolled t
    where kind is null and not exists (
      select from pg_trigger g where g.tgrelid = t.oid and g.tgname = 'record_required' and g.tgenabled in ('O', 'A')
        and g.tgfoid = 'kernel.require_record'::regproc
        -- Once a statement, before, for insert, update and delete of whatever column, on no condition.
        and g.tgtype = 30 and g.tgqual is null and cardinality(g.tgattr::int2[]) = 0)
  union all
  select format('kernel.%I lacks the trigger %I', guarded.name, guarded.guard)
    from (values ('ledger', 'append_only'), ('seals', 'append_only'), ('users', 'record_required'), ('tenants', 'record_required'))
      as guarded (name, guard)
    join tables t on t.nspname = 'kernel' and t.relname = guarded.name
    where not exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgname = guarded.guard
      and g.tgenabled in ('O', 'A') and g.tgqual is null)
  union all
  select format('%s: the unique key %I does not hold tenant_id', t.label, i.indexrelid::regclass)
    from enrolled t join pg_index i on i.indrelid = t.oid
    where (i.indisunique or i.indisexclusion) and t.tenant_column is not null
      -- Columns after the key's own (INCLUDE) take no part in uniqueness.
      and not exists (select from generate_series(0, i.indnkeyatts - 1) place where i.indkey[place] = t.tenant_column)
  union all
  select format('%s: the foreign key %I does not pair tenant_id with tenant_id', t.label, k.conname)
    from enrolled t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
    left join tables f on f.oid = k.confrelid
    where not (t.nspname = 'kernel' and f.kind = 'global') and not exists (
      select from unnest(k.conkey, k.confkey) as pair (here, there)
      where pair.here = t.tenant_column and pair.there = f.tenant_column)
  union all
  select format('%I.%I runs with its owner''s rights', n.nspname, p.proname)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = any (schemas) and n.nspname <> 'kernel' and p.prosecdef
  union all
  select format('%I.%I is a view without security_invoker, a materialized view or a foreign table', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any (schemas) and (c.relkind in ('m', 'f')
      or c.relkind = 'v' and not coalesce(c.reloptions::text[] && array['security_invoker=true', 'security_invoker=on'], false))
  union all
  select format('%s has a rewrite rule %I', t.label, r.rulename) from tables t join pg_rewrite r on r.ev_class = t.oid
  union all
  select format('role %I is more than a plain login', r.rolname)
    from pg_roles r join kernel.enrolments e on e.app_role = r.rolname
    where r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication
      or exists (select from pg_auth_members m where m.member = r.oid)
      or exists (select from pg_class c where c.relowner = r.oid)
  union all
  select format('%s grants %s to %s', t.label, a.privilege_type, case when a.grantee = 0 then 'everybody' else a.grantee::regrole::text end)
    from tables t join pg_class c on c.oid = t.oid, aclexplode(c.relacl) a
    where a.grantee <> t.relowner and (
      a.grantee <> (select r.oid from pg_roles r join kernel.enrolments e on e.app_role = r.rolname where e.schema_name = t.nspname)
      or a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
      or t.kind = 'by_function' and a.privilege_type <> 'SELECT'
      or t.nspname = 'kernel' and t.relname in ('context_keys', 'migrations', 'special_tables', 'enrolments'))
  union all
  select format('%s grants %s on its column %I to %s', t.label, a.privilege_type, c.attname,
      case when a.grantee = 0 then 'everybody' else a.grantee::regrole::text end)
    from tables t join pg_attribute c on c.attrelid = t.oid, aclexplode(c.attacl) a
    where a.grantee <> t.relowner
  union all
  select format('schema %I grants %s to %s', n.nspname, a.privilege_type, case when a.grantee = 0 then 'everybody' else a.grantee::regrole::text end)
    from pg_namespace n, aclexplode(n.nspacl) a
    where n.nspname = any (schemas) and a.grantee <> n.nspowner and not (a.privilege_type = 'USAGE' and exists (
      select from pg_roles r join kernel.enrolments e on e.app_role = r.rolname
      where r.oid = a.grantee and n.nspname in ('kernel', e.schema_name)))
  union all
  select format('%s may be called by %s', p.oid::regprocedure, case when a.grantee = 0 then 'everybody' else a.grantee::regrole::text end)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
      aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    where n.nspname = 'kernel' and n.nspname = any (schemas) and a.grantee <> p.proowner and not exists (
      select from pg_roles r join kernel.enrolments e on e.app_role = r.rolname
      where r.oid = a.grantee and (e.schema_name = 'kernel'
        or p.proname in ('verified_context', 'tenant_id', 'kept_results', 'begin_change', 'settle')))
  union all
  select format('%s takes names from temporary schemas', p.oid::regprocedure)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'kernel' and n.nspname = any (schemas) and p.prosecdef
      and not coalesce(p.proconfig && array['search_path=pg_catalog, kernel, pg_temp', 'search_path=pg_catalog, pg_temp'], false)
$$;
--> statement-breakpoint
-- Makes every table of a schema its tenants' own, and refuses the schema when one cannot be.
create function kernel.enrol(target_schema text, target_role text) returns void
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
  -- Of every schema: a migration can reach beyond its own.
  select array_agg(fault) into faults from kernel.catalogue_faults(array(select schema_name from kernel.enrolments)) fault;
  if faults is not null then
    raise exception using errcode = 'DPF04', message = 'Enrolment refused: ' || array_to_string(faults, '; ');
  end if;
end $$;
