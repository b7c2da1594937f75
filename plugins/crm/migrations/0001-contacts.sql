-- Contacts, the companies they work for, and fields that a workspace adds itself.

create table crm.companies (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- The name as it is compared: folded.
  name_key text not null,
  website text,
  notes text,
  tags text[] not null default '{}',
  custom jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
--> statement-breakpoint
create index companies_name_key on crm.companies (tenant_id, name_key, id);
--> statement-breakpoint
create table crm.contacts (
  tenant_id uuid not null,
  id uuid not null,
  first_name text not null,
  last_name text not null,
  emails text[] not null,
  phones text[] not null,
  company_id uuid,
  job_title text,
  website text,
  street text,
  city text,
  region text,
  postal_code text,
  country text,
  -- YYYY-MM-DD, or --MM-DD when the year is unknown.
  birthday text,
  notes text,
  tags text[] not null default '{}',
  custom jsonb not null default '{}',
  -- What lists sort by and what searches look into, both folded.
  sort_name text not null,
  search_text text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, company_id) references crm.companies (tenant_id, id) on delete set null (company_id)
);
--> statement-breakpoint
create index contacts_sort_name on crm.contacts (tenant_id, sort_name, id);
--> statement-breakpoint
create index contacts_company_id on crm.contacts (tenant_id, company_id) where company_id is not null;
--> statement-breakpoint
-- Normalized emails (e:…) and phones (p:…): two contacts that share one may be the same person.
create table crm.contact_keys (
  tenant_id uuid not null,
  key text not null,
  contact_id uuid not null,
  primary key (tenant_id, key, contact_id),
  foreign key (tenant_id, contact_id) references crm.contacts (tenant_id, id) on delete cascade
);
--> statement-breakpoint
create index contact_keys_contact_id on crm.contact_keys (tenant_id, contact_id);
--> statement-breakpoint
create table crm.custom_fields (
  tenant_id uuid not null,
  id uuid not null,
  key text not null,
  type text not null check (type in ('text', 'number', 'date', 'boolean', 'choice')),
  choices text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint custom_fields_key unique (tenant_id, key)
);
