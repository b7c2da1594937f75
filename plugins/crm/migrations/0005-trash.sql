-- Who put something into the trash, noted wherever that is done: `person:<id>` or `key:<id>`, as in the record.

create function crm.note_deleter() returns trigger
language plpgsql set search_path = pg_catalog, kernel, pg_temp as $$
begin
  new.deleted_by := case when new.deleted_at is not null then (kernel.verified_context()).actor end;
  return new;
end $$;
--> statement-breakpoint
alter table crm.companies add column deleted_by text;
--> statement-breakpoint
alter table crm.contacts add column deleted_by text;
--> statement-breakpoint
alter table crm.deals add column deleted_by text;
--> statement-breakpoint
alter table crm.tasks add column deleted_by text;
--> statement-breakpoint
alter table crm.notes add column deleted_by text;
--> statement-breakpoint
create trigger note_deleter before update of deleted_at on crm.companies
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null)) execute function crm.note_deleter();
--> statement-breakpoint
create trigger note_deleter before update of deleted_at on crm.contacts
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null)) execute function crm.note_deleter();
--> statement-breakpoint
create trigger note_deleter before update of deleted_at on crm.deals
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null)) execute function crm.note_deleter();
--> statement-breakpoint
create trigger note_deleter before update of deleted_at on crm.tasks
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null)) execute function crm.note_deleter();
--> statement-breakpoint
create trigger note_deleter before update of deleted_at on crm.notes
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null)) execute function crm.note_deleter();
