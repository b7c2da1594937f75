-- Imports: the file as it came, what was made of each row, and why not of some.

create table crm.imports (
  tenant_id uuid not null,
  id uuid not null,
  file_name text not null,
  state text not null check (state in ('uploading', 'ready', 'running', 'done', 'cancelled')),
  source text not null default 'generic',
  header jsonb not null default '[]',
  mapping jsonb not null default '[]',
  duplicates text not null default 'skip' check (duplicates in ('skip', 'merge', 'create')),
  rows integer not null default 0,
  -- The number of the last row that was dealt with, as a spreadsheet counts.
  position integer not null default 1,
  created integer not null default 0,
  merged integer not null default 0,
  skipped integer not null default 0,
  failed integer not null default 0,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
--> statement-breakpoint
-- One at a time, so that two imports never miss each other's contacts.
create unique index imports_one_running on crm.imports (tenant_id) where state = 'running';
--> statement-breakpoint
-- The file, gzipped, in pieces of base64.
create table crm.import_pieces (
  tenant_id uuid not null,
  import_id uuid not null,
  place integer not null,
  content text not null,
  primary key (tenant_id, import_id, place),
  foreign key (tenant_id, import_id) references crm.imports (tenant_id, id) on delete cascade
);
--> statement-breakpoint
-- Rows that became no contact, whole, with the reason.
create table crm.import_problems (
  tenant_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  kind text not null check (kind in ('bad', 'duplicate')),
  column_name text,
  reason text not null,
  cells jsonb not null,
  primary key (tenant_id, import_id, row_number),
  foreign key (tenant_id, import_id) references crm.imports (tenant_id, id) on delete cascade
);
