create table shoe_repair.repairs (
  tenant_id uuid not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  state text not null check (state in ('waiting', 'bench', 'ready')),
  price jsonb,
  due date,
  notes text,
  link text,
  primary key (tenant_id, id)
);
