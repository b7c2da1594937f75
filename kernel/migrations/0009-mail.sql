-- Account mail is sent from where it was stored, with as many tries as it takes.

-- What was stored before now was shown where it could be; nobody wants it any more.
alter table kernel.outgoing_mail
  add column state text not null default 'captured' check (state in ('waiting', 'sent', 'captured', 'failed')),
  add column attempts integer not null default 0,
  add column due_at timestamptz not null default clock_timestamp(),
  add column leased_until timestamptz,
  add column sent_at timestamptz,
  add column last_error text,
  -- The workspace whose module sent it, where one did and nothing was connected.
  add column workspace text,
  add column html text,
  add column attachments text[] not null default '{}';
--> statement-breakpoint
alter table kernel.outgoing_mail alter column state set default 'waiting';
--> statement-breakpoint
create index outgoing_mail_due on kernel.outgoing_mail (due_at) where state = 'waiting';
--> statement-breakpoint
create index outgoing_mail_created_at on kernel.outgoing_mail (created_at);
--> statement-breakpoint
-- Takes mail to send, each for one sender at a time; one whose sender died is taken again when its lease is over.
create function kernel.claim_mail(lease interval, at_most integer) returns setof kernel.outgoing_mail
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.outgoing_mail m set leased_until = clock_timestamp() + lease, attempts = m.attempts + 1
  where m.id in (
    select d.id from kernel.outgoing_mail d where d.state = 'waiting' and d.due_at <= clock_timestamp()
      and coalesce(d.leased_until <= clock_timestamp(), true)
    order by d.due_at for update skip locked limit at_most)
  returning m.*
$$;
--> statement-breakpoint
-- Ends a try. What was sent or given up keeps no text: it may hold a link that opens an account.
create function kernel.settle_mail(mail uuid, outcome text, again_after interval, failure text) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.outgoing_mail set state = outcome, leased_until = null, last_error = failure,
    due_at = clock_timestamp() + coalesce(again_after, interval '0'),
    sent_at = case when outcome = 'sent' then clock_timestamp() end,
    body = case when outcome = 'waiting' then body else '' end, html = case when outcome = 'waiting' then html end
  where id = mail and state = 'waiting'
$$;
--> statement-breakpoint
-- Gives up what waited too long to be of use, and forgets what is long gone.
create function kernel.forget_mail(too_old interval, kept_for interval) returns void
language sql security definer set search_path = pg_catalog, kernel, pg_temp as $$
  update kernel.outgoing_mail set state = 'failed', body = '', html = null, last_error = coalesce(last_error, 'It waited too long')
    where state = 'waiting' and created_at < clock_timestamp() - too_old and coalesce(leased_until <= clock_timestamp(), true);
  delete from kernel.outgoing_mail where state <> 'waiting' and created_at < clock_timestamp() - kept_for;
$$;
--> statement-breakpoint
revoke all on function kernel.claim_mail(interval, integer), kernel.settle_mail(uuid, text, interval, text),
  kernel.forget_mail(interval, interval) from public;
--> statement-breakpoint
grant execute on function kernel.claim_mail(interval, integer), kernel.settle_mail(uuid, text, interval, text),
  kernel.forget_mail(interval, interval) to dpf_kernel;
