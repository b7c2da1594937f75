-- What the kernel's own role may touch, and what every plugin's role may call.

revoke all on all functions in schema kernel from public;
--> statement-breakpoint
grant select, insert, update, delete on kernel.users, kernel.sessions, kernel.refresh_tokens,
  kernel.mailed_tokens, kernel.outgoing_mail, kernel.tenants to dpf_kernel;
--> statement-breakpoint
grant select on kernel.ledger, kernel.seals, kernel.outbox, kernel.jobs, kernel.api_key_uses to dpf_kernel;
--> statement-breakpoint
grant execute on function kernel.catalogue_faults(text[]), kernel.seal(), kernel.unsealed_tenants(interval, integer),
  kernel.due_tenants(integer), kernel.claim_job(interval), kernel.finish_job(uuid, interval, text), kernel.forget_expired(),
  kernel.session_snapshot(uuid), kernel.memberships_of(uuid), kernel.member_snapshot(uuid, text), kernel.key_snapshot(uuid), kernel.public_snapshot(text),
  kernel.tenant_snapshot(uuid), kernel.tenants_of(uuid), kernel.find_invitation(text), kernel.touch_api_key(uuid),
  kernel.tenant_keys_after(uuid, integer), kernel.purge_deleted_tenants(interval, integer) to dpf_kernel;
--> statement-breakpoint
-- People and tenants belong to nobody's tenant, but a change to them leaves its record all the same.
create trigger record_required before insert or update or delete on kernel.users
  for each statement execute function kernel.require_record();
--> statement-breakpoint
create trigger record_required before insert or update or delete on kernel.tenants
  for each statement execute function kernel.require_record();
