create table shoes.items (
  tenant_id uuid not null default kernel.tenant_id(),
  id uuid not null,
  name text not null,
  pairs integer not null constraint items_pairs check (pairs >= 0),
  primary key (tenant_id, id)
);
