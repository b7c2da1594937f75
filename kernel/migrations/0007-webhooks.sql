-- Webhooks: addresses outside to which a workspace's events are sent.

create table kernel.webhooks (
  tenant_id uuid not null references kernel.tenants on delete cascade,
  id uuid not null,
  url text not null check (length(url) between 1 and 2000),
  description text not null default '' check (length(description) <= 500),
  -- Actions, all that begin with something ('crm.contact.*'), or all there are ('*').
  events text[] not null check (cardinality(events) between 1 and 100),
  signing text not null check (signing in ('hmac', 'ed25519')),
  enabled boolean not null default true,
  disabled_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
--> statement-breakpoint
-- What a webhook's messages are signed with: the newest key, and those before it until they expire.
create table kernel.webhook_keys (
  tenant_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  sealed text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, webhook_id) references kernel.webhooks on delete cascade
);
--> statement-breakpoint
create index webhook_keys_webhook_id on kernel.webhook_keys (tenant_id, webhook_id);
--> statement-breakpoint
-- How it went lately; that is no change of anybody's, so it leaves no record.
create table kernel.webhook_health (
  tenant_id uuid not null,
  webhook_id uuid not null,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  failing_since timestamptz,
  -- Rounds without any success, one after the other; a webhook that fails is tried with one message at a time.
  failures integer not null default 0,
  paused_until timestamptz,
  primary key (tenant_id, webhook_id),
  foreign key (tenant_id, webhook_id) references kernel.webhooks on delete cascade
);
--> statement-breakpoint
insert into kernel.special_tables values
  ('webhook_health', 'by_function', 'turn writes it');
--> statement-breakpoint
grant select on kernel.webhook_health to dpf_kernel;
