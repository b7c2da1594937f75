-- People as others see them: whom a plugin's rows may name, and pictures of them.

-- A column that names a person names a member of the row's own workspace when it is written. Who leaves stays named where
-- they were. A constraint trigger of a plugin's table, after the row like a foreign key, and refused under its own name:
--   create constraint trigger deals_owner after insert or update of owner_id on crm.deals
--     for each row when (new.owner_id is not null) execute function kernel.require_member('owner_id')
create function kernel.require_member() returns trigger
language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  person uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  if tg_op = 'UPDATE' and person is not distinct from (to_jsonb(old) ->> tg_argv[0])::uuid then
    return null;
  end if;
  if not exists (select from kernel.memberships m where m.tenant_id = new.tenant_id and m.user_id = person) then
    raise exception using errcode = '23503', schema = tg_table_schema, table = tg_table_name, constraint = tg_name,
      message = format('%I.%I names somebody who is no member', tg_table_schema, tg_table_name);
  end if;
  return null;
end $$;
--> statement-breakpoint
revoke all on function kernel.require_member() from public;
--> statement-breakpoint
create table kernel.person_pictures (
  user_id uuid primary key references kernel.users on delete cascade,
  content_type text not null check (content_type in ('image/png', 'image/jpeg', 'image/webp')),
  -- Of the picture itself, so that an address with it never shows another one.
  version text not null check (version ~ '^[0-9a-f]{32}$'),
  picture bytea not null check (length(picture) between 1 and 262144)
);
--> statement-breakpoint
insert into kernel.special_tables values ('person_pictures', 'global', 'belongs to a person');
--> statement-breakpoint
grant select, insert, update, delete on kernel.person_pictures to dpf_kernel;
--> statement-breakpoint
create trigger record_required before insert or update or delete on kernel.person_pictures
  for each statement execute function kernel.require_record();
