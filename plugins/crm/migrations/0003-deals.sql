-- Deals in pipelines, tasks, notes, saved views, formulas; a trash for every kind of record; steps that can be undone.

-- What was deleted waits in the trash for 30 days. `merged_into` is the record that has taken it in.
alter table crm.companies
  add column deleted_at timestamptz,
  add column merged_into uuid,
  add foreign key (tenant_id, merged_into) references crm.companies (tenant_id, id) on delete set null (merged_into);
--> statement-breakpoint
alter table crm.contacts
  add column deleted_at timestamptz,
  add column merged_into uuid,
  add foreign key (tenant_id, merged_into) references crm.contacts (tenant_id, id) on delete set null (merged_into);
--> statement-breakpoint
-- Lists show what is not in the trash: their indexes hold nothing else.
drop index crm.companies_name_key;
--> statement-breakpoint
create index companies_name_key on crm.companies (tenant_id, name_key, id) where deleted_at is null;
--> statement-breakpoint
drop index crm.contacts_sort_name;
--> statement-breakpoint
create index contacts_sort_name on crm.contacts (tenant_id, sort_name, id) where deleted_at is null;
--> statement-breakpoint
create index contacts_live on crm.contacts (tenant_id, id) where deleted_at is null;
--> statement-breakpoint
create index companies_trash on crm.companies (tenant_id, deleted_at) where deleted_at is not null;
--> statement-breakpoint
create index contacts_trash on crm.contacts (tenant_id, deleted_at) where deleted_at is not null;
--> statement-breakpoint
create index companies_merged_into on crm.companies (tenant_id, merged_into) where merged_into is not null;
--> statement-breakpoint
create index contacts_merged_into on crm.contacts (tenant_id, merged_into) where merged_into is not null;
--> statement-breakpoint
create table crm.pipelines (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  name_key text not null,
  position integer not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint pipelines_name unique (tenant_id, name_key)
);
--> statement-breakpoint
create table crm.stages (
  tenant_id uuid not null,
  pipeline_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  kind text not null check (kind in ('open', 'won', 'lost')),
  probability integer not null check (probability between 0 and 100),
  position integer not null,
  primary key (tenant_id, id),
  constraint stages_of_deals unique (tenant_id, pipeline_id, id, kind),
  foreign key (tenant_id, pipeline_id) references crm.pipelines (tenant_id, id) on delete cascade
);
--> statement-breakpoint
-- The one stage of a pipeline for what was won.
create unique index stages_won on crm.stages (tenant_id, pipeline_id) where kind = 'won';
--> statement-breakpoint
create table crm.deals (
  tenant_id uuid not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  -- The title as it is compared and sorted: folded.
  title_key text not null,
  pipeline_id uuid not null,
  stage_id uuid not null,
  status text not null,
  -- The place in its column, upwards from the top; gaps leave room for moves.
  rank bigint not null,
  amount_minor bigint check (amount_minor >= 0),
  currency text,
  contact_id uuid,
  company_id uuid,
  owner_id uuid,
  expected_close date,
  lost_reason text,
  tags text[] not null default '{}',
  custom jsonb not null default '{}',
  stage_since timestamptz not null default now(),
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id),
  check ((amount_minor is null) = (currency is null)),
  check ((closed_at is null) = (status = 'open')),
  check (lost_reason is null or status = 'lost'),
  -- A deal is never without its stage, and its status is always that of the stage.
  constraint deals_stage foreign key (tenant_id, pipeline_id, stage_id, status)
    references crm.stages (tenant_id, pipeline_id, id, kind),
  constraint deals_contact foreign key (tenant_id, contact_id)
    references crm.contacts (tenant_id, id) on delete set null (contact_id),
  constraint deals_company foreign key (tenant_id, company_id)
    references crm.companies (tenant_id, id) on delete set null (company_id)
);
--> statement-breakpoint
create index deals_column on crm.deals (tenant_id, stage_id, rank, id);
--> statement-breakpoint
create index deals_live on crm.deals (tenant_id, id) where deleted_at is null;
--> statement-breakpoint
create index deals_closed on crm.deals (tenant_id, pipeline_id, closed_at) where closed_at is not null and deleted_at is null;
--> statement-breakpoint
create index deals_contact on crm.deals (tenant_id, contact_id) where contact_id is not null;
--> statement-breakpoint
create index deals_company on crm.deals (tenant_id, company_id) where company_id is not null;
--> statement-breakpoint
create index deals_trash on crm.deals (tenant_id, deleted_at) where deleted_at is not null;
--> statement-breakpoint
create table crm.tasks (
  tenant_id uuid not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  title_key text not null,
  due_on date,
  due_time text check (due_time ~ '^\d\d:\d\d$'),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high')),
  done_at timestamptz,
  assignee_id uuid,
  contact_id uuid,
  company_id uuid,
  deal_id uuid,
  notes text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id),
  check (due_time is null or due_on is not null),
  constraint tasks_contact foreign key (tenant_id, contact_id)
    references crm.contacts (tenant_id, id) on delete set null (contact_id),
  constraint tasks_company foreign key (tenant_id, company_id)
    references crm.companies (tenant_id, id) on delete set null (company_id),
  constraint tasks_deal foreign key (tenant_id, deal_id)
    references crm.deals (tenant_id, id) on delete set null (deal_id)
);
--> statement-breakpoint
create index tasks_due on crm.tasks (tenant_id, coalesce(due_on, 'infinity'::date), coalesce(due_time, '~'), id)
  where done_at is null and deleted_at is null;
--> statement-breakpoint
create index tasks_done_at on crm.tasks (tenant_id, done_at) where done_at is not null and deleted_at is null;
--> statement-breakpoint
create index tasks_contact on crm.tasks (tenant_id, contact_id) where contact_id is not null;
--> statement-breakpoint
create index tasks_company on crm.tasks (tenant_id, company_id) where company_id is not null;
--> statement-breakpoint
create index tasks_deal on crm.tasks (tenant_id, deal_id) where deal_id is not null;
--> statement-breakpoint
create index tasks_trash on crm.tasks (tenant_id, deleted_at) where deleted_at is not null;
--> statement-breakpoint
create table crm.notes (
  tenant_id uuid not null,
  id uuid not null,
  body text not null check (length(body) between 1 and 20000),
  contact_id uuid,
  company_id uuid,
  deal_id uuid,
  author_id uuid,
  pinned boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id),
  check (num_nonnulls(contact_id, company_id, deal_id) = 1),
  constraint notes_contact foreign key (tenant_id, contact_id) references crm.contacts (tenant_id, id) on delete cascade,
  constraint notes_company foreign key (tenant_id, company_id) references crm.companies (tenant_id, id) on delete cascade,
  constraint notes_deal foreign key (tenant_id, deal_id) references crm.deals (tenant_id, id) on delete cascade
);
--> statement-breakpoint
create index notes_contact on crm.notes (tenant_id, contact_id, id) where contact_id is not null;
--> statement-breakpoint
create index notes_company on crm.notes (tenant_id, company_id, id) where company_id is not null;
--> statement-breakpoint
create index notes_deal on crm.notes (tenant_id, deal_id, id) where deal_id is not null;
--> statement-breakpoint
create index notes_trash on crm.notes (tenant_id, deleted_at) where deleted_at is not null;
--> statement-breakpoint
create table crm.views (
  tenant_id uuid not null,
  id uuid not null,
  record text not null check (record in ('contacts', 'companies', 'deals', 'tasks')),
  name text not null check (length(name) between 1 and 100),
  query jsonb not null default '{}',
  columns text[] not null default '{}',
  shared boolean not null default false,
  -- `person:<id>` or `key:<id>`: a private view is this one's alone.
  maker text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
--> statement-breakpoint
create index views_record on crm.views (tenant_id, record, id);
--> statement-breakpoint
alter table crm.custom_fields
  drop constraint custom_fields_type_check,
  add constraint custom_fields_type check (type in ('text', 'number', 'date', 'boolean', 'choice', 'formula')),
  add column records text[] not null default '{contact,company}',
  add column formula text,
  add column result_type text check (result_type in ('text', 'number', 'date', 'boolean')),
  add column version integer not null default 1,
  add constraint custom_fields_formula check ((formula is not null) = (type = 'formula')),
  add constraint custom_fields_records check (records <@ '{contact,company,deal}' and cardinality(records) > 0);
--> statement-breakpoint
-- A change of many records that its maker can take back for a day: the rows as they were, and the version it made of each.
create table crm.undo_steps (
  tenant_id uuid not null,
  id uuid not null,
  record text not null check (record in ('contacts', 'companies', 'deals', 'tasks')),
  maker text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
--> statement-breakpoint
create index undo_steps_created_at on crm.undo_steps (tenant_id, created_at);
--> statement-breakpoint
create table crm.undo_rows (
  tenant_id uuid not null,
  step_id uuid not null,
  record_id uuid not null,
  version integer not null,
  before jsonb not null,
  primary key (tenant_id, step_id, record_id),
  foreign key (tenant_id, step_id) references crm.undo_steps (tenant_id, id) on delete cascade
);
