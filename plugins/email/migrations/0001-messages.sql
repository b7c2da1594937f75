-- Mail of a workspace: what was sent and what became of it, how much it was each day, and whom nothing is sent to.

create table email.messages (
  tenant_id uuid not null,
  id uuid not null,
  idempotency_key text not null check (length(idempotency_key) between 1 and 200),
  recipient text not null check (length(recipient) between 3 and 254),
  -- As addresses are compared: in small letters.
  recipient_key text not null,
  recipient_name text,
  cc text[] not null default '{}',
  reply_to text,
  subject text not null check (length(subject) between 1 and 300),
  -- What was written; HTML and files are kept until it is sent.
  body text not null,
  html text,
  attachments jsonb not null default '[]',
  category text not null check (category in ('transactional', 'notification', 'marketing')),
  list text check (length(list) between 1 and 100),
  about text[] not null default '{}',
  state text not null check (state in ('queued', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'suppressed')),
  attempts integer not null default 0,
  last_error text,
  provider text,
  provider_id text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, idempotency_key)
);
--> statement-breakpoint
create index messages_created_at on email.messages (tenant_id, created_at desc, id desc);
--> statement-breakpoint
create index messages_state on email.messages (tenant_id, state, created_at desc, id desc);
--> statement-breakpoint
create index messages_recipient_key on email.messages (tenant_id, recipient_key, created_at desc);
--> statement-breakpoint
create index messages_provider_id on email.messages (tenant_id, provider_id) where provider_id is not null;
--> statement-breakpoint
-- Recipients of each day, UTC: what the plan has room for is compared where it is counted.
create table email.days (
  tenant_id uuid not null,
  day date not null,
  used integer not null check (used >= 0),
  primary key (tenant_id, day)
);
--> statement-breakpoint
create table email.suppressions (
  tenant_id uuid not null,
  id uuid not null,
  address text not null check (length(address) between 3 and 254),
  address_key text not null,
  -- 'everything', 'optional' (all that is not transactional), or 'list:<what the person unsubscribed from>'.
  scope text not null check (scope in ('everything', 'optional') or scope like 'list:_%'),
  reason text not null check (reason in ('bounce', 'complaint', 'unsubscribed', 'by_hand')),
  note text not null default '' check (length(note) <= 500),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint suppressions_address_key unique (tenant_id, address_key, scope)
);
--> statement-breakpoint
create index suppressions_created_at on email.suppressions (tenant_id, created_at desc, id desc);
