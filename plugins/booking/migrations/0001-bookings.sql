-- Services, who and what they take, when those are open, and what is booked.

create extension if not exists btree_gist;
--> statement-breakpoint
create table booking.resources (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('person', 'room', 'equipment')),
  name text not null check (length(name) between 1 and 200),
  user_id uuid,
  colour text,
  -- The zone of its hours; the workspace's when null.
  time_zone text,
  capacity integer not null check (capacity >= 1),
  hours jsonb not null,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
--> statement-breakpoint
create table booking.services (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  slug text not null,
  colour text not null,
  visibility text not null check (visibility in ('public', 'link', 'internal')),
  active boolean not null default true,
  link_key text not null,
  -- Durations, prices, buffers, notices, limits, questions: what no query asks for by itself.
  details jsonb not null,
  -- How many of the resources of each need, in the order of service_resources.need.
  needs jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
--> statement-breakpoint
create unique index services_slug on booking.services (tenant_id, slug) where deleted_at is null;
--> statement-breakpoint
create table booking.service_resources (
  tenant_id uuid not null,
  service_id uuid not null,
  need integer not null,
  resource_id uuid not null,
  place integer not null,
  weight integer not null default 1 check (weight >= 1),
  primary key (tenant_id, service_id, need, resource_id),
  constraint service_resources_service foreign key (tenant_id, service_id)
    references booking.services (tenant_id, id) on delete cascade,
  constraint service_resources_resource foreign key (tenant_id, resource_id)
    references booking.resources (tenant_id, id) on delete cascade
);
--> statement-breakpoint
create index service_resources_resource on booking.service_resources (tenant_id, resource_id);
--> statement-breakpoint
-- Other hours on some days, of one resource or of all; none are a day off.
create table booking.days_off (
  tenant_id uuid not null,
  id uuid not null,
  resource_id uuid,
  from_day date not null,
  to_day date not null,
  spans jsonb not null default '[]',
  note text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint days_off_order check (from_day <= to_day),
  constraint days_off_resource foreign key (tenant_id, resource_id)
    references booking.resources (tenant_id, id) on delete cascade
);
--> statement-breakpoint
create index days_off_days on booking.days_off (tenant_id, to_day, from_day);
--> statement-breakpoint
-- Calendars elsewhere, by the secret address of their ICS feed.
create table booking.calendars (
  tenant_id uuid not null,
  id uuid not null,
  resource_id uuid not null,
  name text not null,
  url text not null,
  state text not null default 'new' check (state in ('new', 'working', 'failing')),
  problem text,
  etag text,
  failures integer not null default 0,
  fetched_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint calendars_resource foreign key (tenant_id, resource_id)
    references booking.resources (tenant_id, id) on delete cascade
);
--> statement-breakpoint
-- Times at which a resource is not to be booked: by hand, or out of a calendar elsewhere.
create table booking.busy_times (
  tenant_id uuid not null,
  id uuid not null,
  resource_id uuid not null,
  calendar_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  title text,
  primary key (tenant_id, id),
  constraint busy_times_order check (starts_at < ends_at),
  constraint busy_times_resource foreign key (tenant_id, resource_id)
    references booking.resources (tenant_id, id) on delete cascade,
  constraint busy_times_calendar foreign key (tenant_id, calendar_id)
    references booking.calendars (tenant_id, id) on delete cascade
);
--> statement-breakpoint
create index busy_times_time on booking.busy_times (tenant_id, resource_id, ends_at, starts_at);
--> statement-breakpoint
create index busy_times_calendar on booking.busy_times (tenant_id, calendar_id) where calendar_id is not null;
--> statement-breakpoint
create table booking.bookings (
  tenant_id uuid not null,
  id uuid not null,
  service_id uuid not null,
  status text not null check (status in ('held', 'pending', 'confirmed', 'noShow', 'cancelled', 'declined')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- The same for all who share the time of a class; otherwise the booking's own id.
  session_id uuid not null,
  party integer not null check (party >= 1),
  name text,
  email text,
  phone text,
  -- The customer's words as searches look into them, folded.
  search_text text not null default '',
  answers jsonb not null default '[]',
  note text,
  staff_note text,
  time_zone text not null,
  language text not null,
  source text not null check (source in ('page', 'workspace', 'waitingList')),
  price_minor bigint check (price_minor >= 0),
  currency text,
  series_id uuid,
  -- A hold or an offer stands until then; after it, whoever wants the time takes it.
  held_until timestamptz,
  cancel_reason text,
  cancelled_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint bookings_order check (starts_at < ends_at),
  constraint bookings_held check ((held_until is not null) = (status = 'held')),
  constraint bookings_customer check (status = 'held' or name is not null or status in ('cancelled', 'declined')),
  constraint bookings_price check ((price_minor is null) = (currency is null)),
  constraint bookings_service foreign key (tenant_id, service_id) references booking.services (tenant_id, id)
);
--> statement-breakpoint
create index bookings_starts_at on booking.bookings (tenant_id, starts_at, id);
--> statement-breakpoint
create index bookings_service on booking.bookings (tenant_id, service_id, starts_at) where status in ('held', 'pending', 'confirmed', 'noShow');
--> statement-breakpoint
create index bookings_session on booking.bookings (tenant_id, session_id);
--> statement-breakpoint
create index bookings_series on booking.bookings (tenant_id, series_id) where series_id is not null;
--> statement-breakpoint
create index bookings_email on booking.bookings (tenant_id, email) where email is not null;
--> statement-breakpoint
create index bookings_held on booking.bookings (tenant_id, held_until) where status = 'held';
--> statement-breakpoint
-- What a booking takes, with its buffers: a resource, or seats of a session where resource_id is null.
create table booking.claims (
  tenant_id uuid not null,
  booking_id uuid not null,
  place integer not null,
  resource_id uuid,
  session_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  during tstzrange not null generated always as (tstzrange(starts_at, ends_at)) stored,
  amount integer not null check (amount >= 1),
  -- Of the resource or the session, when the claim was made.
  capacity integer not null check (capacity >= 1),
  -- Whether it takes anything: of a cancelled booking it only says what it took.
  active boolean not null default true,
  expires_at timestamptz,
  primary key (tenant_id, booking_id, place),
  constraint claims_room check (amount <= capacity),
  constraint claims_booking foreign key (tenant_id, booking_id)
    references booking.bookings (tenant_id, id) on delete cascade,
  constraint claims_resource foreign key (tenant_id, resource_id)
    references booking.resources (tenant_id, id),
  -- Two bookings never have one person at one time, unless they share the session of a class.
  constraint claims_overlap exclude using gist (
    tenant_id with =, resource_id with =, session_id with <>, during with &&
  ) where (active and capacity = 1 and resource_id is not null)
);
--> statement-breakpoint
create index claims_resource on booking.claims (tenant_id, resource_id, ends_at, starts_at) where active;
--> statement-breakpoint
create index claims_session on booking.claims (tenant_id, session_id) where active;
--> statement-breakpoint
create index claims_expires_at on booking.claims (tenant_id, expires_at) where active and expires_at is not null;
--> statement-breakpoint
-- Whether something fits beside what others have taken: a hold whose time is over has taken nothing.
create function booking.fits(wanted_resource uuid, wanted_session uuid, wanted tstzrange, wanted_amount integer,
  room integer, but_booking uuid) returns boolean
language plpgsql volatile set search_path = pg_catalog, booking as $$
declare
  taken bigint;
begin
  if wanted_resource is not null and room = 1 then
    return not exists (select from booking.claims c
      where c.active and c.resource_id = wanted_resource and c.during && wanted and c.session_id <> wanted_session
        and c.booking_id <> but_booking and (c.expires_at is null or c.expires_at > now()));
  end if;
  with others as (
    select c.during, c.amount, c.starts_at from booking.claims c
    where c.active and c.during && wanted and c.booking_id <> but_booking
      and (c.expires_at is null or c.expires_at > now())
      and c.resource_id is not distinct from wanted_resource
      and (wanted_resource is not null or c.session_id = wanted_session)
  ), moments as (
    select lower(wanted) as at union select greatest(starts_at, lower(wanted)) from others
  )
  select max((select coalesce(sum(o.amount), 0) from others o where o.during @> m.at)) into taken from moments m;
  return taken + wanted_amount <= room;
end $$;
--> statement-breakpoint
create function booking.refuse_crowd() returns trigger
language plpgsql set search_path = pg_catalog, booking as $$
begin
  if not booking.fits(new.resource_id, new.session_id, tstzrange(new.starts_at, new.ends_at), new.amount, new.capacity, new.booking_id) then
    raise exception using errcode = 'check_violation', constraint = 'claims_crowd', message = 'There is no room left';
  end if;
  return new;
end $$;
--> statement-breakpoint
-- What many can share is counted whenever something is added to it; changes of one day wait for each other.
create trigger refuse_crowd before insert or update of starts_at, ends_at, amount, active, expires_at on booking.claims
  for each row when (new.active and (new.capacity > 1 or new.resource_id is null)) execute function booking.refuse_crowd();
--> statement-breakpoint
create table booking.waiting (
  tenant_id uuid not null,
  id uuid not null,
  service_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'offered', 'booked', 'over', 'left')),
  from_day date not null,
  to_day date not null,
  -- The end of the last day.
  until timestamptz not null,
  duration_minutes integer not null,
  party integer not null check (party >= 1),
  resource_ids uuid[] not null default '{}',
  name text not null,
  email text,
  phone text,
  answers jsonb not null default '[]',
  note text,
  time_zone text not null,
  language text not null,
  -- The hold that is offered, and in the end the booking that it became.
  booking_id uuid,
  offers integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint waiting_service foreign key (tenant_id, service_id) references booking.services (tenant_id, id) on delete cascade,
  constraint waiting_booking foreign key (tenant_id, booking_id) references booking.bookings (tenant_id, id)
);
--> statement-breakpoint
create index waiting_turn on booking.waiting (tenant_id, service_id, id) where state in ('waiting', 'offered');
--> statement-breakpoint
create index waiting_booking on booking.waiting (tenant_id, booking_id) where booking_id is not null;
--> statement-breakpoint
-- Messages in the words of the business, where it has its own.
create table booking.messages (
  tenant_id uuid not null,
  kind text not null,
  enabled boolean not null,
  subject text not null,
  body text not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, kind)
);
--> statement-breakpoint
-- Secret addresses under which calendar programs see bookings.
create table booking.feeds (
  tenant_id uuid not null,
  id uuid not null,
  resource_id uuid,
  name text not null,
  -- SHA-256 of the token, in hex.
  token_hash text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint feeds_token unique (tenant_id, token_hash),
  constraint feeds_resource foreign key (tenant_id, resource_id)
    references booking.resources (tenant_id, id) on delete cascade
);
