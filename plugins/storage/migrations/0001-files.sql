create table storage.files (
  tenant_id uuid not null,
  id uuid not null,
  -- '' for the workspace's own; a folder of PUBLIC_OBJECT_SEARCH_PATHS for everybody.
  folder text not null default '' check (length(folder) <= 300),
  name text not null check (length(name) between 1 and 255),
  search_text text not null,
  kind text not null check (kind in ('picture', 'document', 'sound', 'film', 'other')),
  type text not null check (length(type) <= 127),
  size bigint not null check (size >= 0),
  -- uploading: room is reserved. checking and quarantined: whole, but shown to nobody. deleted: can be put back.
  state text not null check (state in ('uploading', 'checking', 'ready', 'quarantined', 'deleted')),
  -- Which store holds the bytes, and how they come there.
  store text not null check (store in ('builtin', 's3', 'replit')),
  upload_id text,
  part_size integer check (part_size > 0),
  -- Of the bytes that were confirmed: what is read later is these or nothing.
  etag text,
  reason text,
  created_by text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- When an upload is given up, or a deleted file goes for good.
  expires_at timestamptz,
  primary key (tenant_id, id)
);
--> statement-breakpoint
create index files_name on storage.files (tenant_id, search_text, id);
--> statement-breakpoint
create index files_folder on storage.files (tenant_id, folder, name, id) where folder <> '';
--> statement-breakpoint
create index files_expires_at on storage.files (tenant_id, expires_at) where expires_at is not null;
--> statement-breakpoint
-- How much of the plan's room is taken: a row that every reservation locks, so that no two can take the same room.
create table storage.room (
  tenant_id uuid not null,
  reserved bigint not null default 0 check (reserved >= 0),
  stored bigint not null default 0 check (stored >= 0),
  primary key (tenant_id)
);
--> statement-breakpoint
-- What a file belongs to, as `<noun>:<id>`: a contact, a booking. The file stays in the library when it is taken off.
create table storage.attachments (
  tenant_id uuid not null,
  subject text not null check (length(subject) <= 120),
  file_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, subject, file_id),
  foreign key (tenant_id, file_id) references storage.files on delete cascade
);
--> statement-breakpoint
create index attachments_file on storage.attachments (tenant_id, file_id);
