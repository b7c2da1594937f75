-- Devices of people that take notifications, and what is on its way to them.

create table push.devices (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  -- Whoever knows it can reach the device; it is shown to nobody.
  endpoint text not null check (length(endpoint) between 10 and 2000),
  p256dh text not null,
  auth text not null,
  -- The key that it was subscribed with: no other can send to it.
  server_key text not null,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz not null default now(),
  last_sent_at timestamptz,
  primary key (tenant_id, id),
  -- Of a browser that two people use in turn, the one who turned it on last.
  constraint devices_endpoint unique (tenant_id, endpoint)
);
--> statement-breakpoint
create index devices_user_id on push.devices (tenant_id, user_id, created_at desc);
--> statement-breakpoint
create table push.messages (
  tenant_id uuid not null,
  id uuid not null,
  idempotency_key text not null check (length(idempotency_key) between 1 and 200),
  user_id uuid not null,
  title text not null,
  body text not null,
  link text not null,
  tag text,
  urgency text not null check (urgency in ('low', 'normal', 'high')),
  ttl_seconds integer not null check (ttl_seconds between 0 and 2419200),
  devices integer not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, idempotency_key)
);
--> statement-breakpoint
create index messages_created_at on push.messages (tenant_id, created_at);
