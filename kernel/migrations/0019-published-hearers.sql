-- Published plugins hear of records, as far as a workspace lets them, and what they do by themselves names their version.

-- As before, and an installed plugin is among those who hear. Of an event's request, 'event:<record>:<lease>', a published
-- plugin's has a fourth part: the version that runs.
create or replace function kernel.begin_change(records jsonb, jobs jsonb, address text, idempotency_key text, fingerprint text, step integer)
returns jsonb language plpgsql security definer set search_path = pg_catalog, kernel, pg_temp as $$
declare
  context kernel.context := kernel.verified_context();
  owner text := (select e.schema_name from kernel.enrolments e where e.app_role = context.role);
  origin text := context.request_id;
  doer text := context.actor;
  hop_count integer := 0;
  due jsonb;
begin
  if jsonb_array_length(records) = 0 then
    raise exception using errcode = 'DPF03', message = 'A change needs a record';
  end if;
  if owner is distinct from 'kernel' and (
    exists (select from jsonb_to_recordset(records) as r (action text) where starts_with(r.action, owner || '.') is not true)
    or exists (select from jsonb_to_recordset(jobs) as j ("pluginId" text) where j."pluginId" is distinct from owner)) then
    raise exception using errcode = '42501', message = format('%s may not speak for others', owner);
  end if;
  if context.actor like 'plugin:%' and origin like 'event:%:%' then
    select d.hops + 1 into hop_count
      from (select * from kernel.deliveries where lease = split_part(origin, ':', 3)::uuid for share) d
      where d.tenant_id = context.tenant_id and d.subscriber = context.actor and d.ledger_id = split_part(origin, ':', 2)::uuid;
    if not found then
      raise exception using errcode = 'DPF11', message = 'This event was taken up by somebody else';
    end if;
    -- What a plugin does by itself is done by one of its versions.
    doer := context.actor || coalesce('@' || nullif(split_part(origin, ':', 4), ''), '');
    origin := 'event:' || split_part(origin, ':', 2);
  end if;
  if idempotency_key is not null then
    if not pg_try_advisory_xact_lock(hashtextextended(concat_ws('|', context.tenant_id, context.actor, idempotency_key), 0)) then
      raise exception using errcode = 'DPF09', message = 'This idempotency key is in use';
    end if;
    if context.actor not like 'plugin:%' then
      delete from kernel.idempotency i where i.tenant_id = context.tenant_id and i.actor = context.actor
        and i.key = idempotency_key and i.created_at < clock_timestamp() - interval '24 hours';
    end if;
    insert into kernel.idempotency as i (tenant_id, actor, key, step, fingerprint)
      values (context.tenant_id, context.actor, idempotency_key, begin_change.step, begin_change.fingerprint)
      on conflict do nothing;
    if not found then
      raise exception using errcode = 'DPF10', message = 'This idempotency key was used before';
    end if;
    perform set_config('dpf.idempotency', step || ':' || idempotency_key, true);
  end if;
  insert into kernel.ledger (tenant_id, id, at, actor, action, subject, data, request_id, address, digest)
    select context.tenant_id, r.id, t.at, doer, r.action, r.subject, r.data, origin, begin_change.address,
      kernel.ledger_digest(context.tenant_id, r.id, t.at, doer, r.action, r.subject, r.data, origin, begin_change.address)
    from jsonb_to_recordset(records) as r (id uuid, action text, subject text, data jsonb), (select clock_timestamp() as at) t;
  insert into kernel.outbox (tenant_id, ledger_id)
    select context.tenant_id, r.id from jsonb_to_recordset(records) as r (id uuid);
  if jsonb_path_exists(records, '$[*].data.about') then
    insert into kernel.ledger_about (tenant_id, about, ledger_id)
      select context.tenant_id, a.about, r.id
      from jsonb_to_recordset(records) as r (id uuid, data jsonb), kernel.about_of(r.data) as a (about);
  end if;
  if jsonb_path_exists(records, '$[*].to') or exists (select from kernel.webhooks w where w.tenant_id = context.tenant_id and w.enabled) then
    with added as (
      insert into kernel.deliveries (tenant_id, subscriber, ledger_id, action, subject, hops, state, last_error, settled_at)
      select context.tenant_id, s.subscriber, r.id, r.action, r.subject, hop_count,
        case when s.circles then 'dead' else 'pending' end,
        case when s.circles then 'Modules answer each other in a circle' end,
        case when s.circles then clock_timestamp() end
      from (
        select ordinality as place, (value ->> 'id')::uuid as id, value ->> 'action' as action,
          value ->> 'subject' as subject, value -> 'to' as listeners
        from jsonb_array_elements(records) with ordinality
      ) r cross join lateral (
        select 'plugin:' || p.plugin_id, hop_count > 10
          from jsonb_array_elements_text(r.listeners) l join kernel.plugin_settings p on p.plugin_id = l
          where p.tenant_id = context.tenant_id and p.enabled and 'plugin:' || p.plugin_id <> split_part(context.actor, '@', 1)
        union all
        select 'plugin:' || p.plugin_id, hop_count > 10
          from jsonb_array_elements_text(r.listeners) l join kernel.plugin_installations p on p.plugin_id = l
          where p.tenant_id = context.tenant_id and p.state = 'on' and 'plugin:' || p.plugin_id <> split_part(context.actor, '@', 1)
        union all
        -- Whom a record concerns is told by the kernel itself, on behalf of the plugin that declares it.
        select l, false from jsonb_array_elements_text(r.listeners) l where l like 'notices:%'
        union all
        select 'webhook:' || w.id, false from kernel.webhooks w
          where w.tenant_id = context.tenant_id and w.enabled
            and case when r.action = 'webhook.tested' then r.subject = 'webhook:' || w.id else kernel.wants(w.events, r.action) end
      ) s (subscriber, circles)
      order by r.place
      returning subscriber, state
    )
    select jsonb_object_agg(added.subscriber, 0) into due from added where added.state = 'pending';
  end if;
  if jobs is not null then
    due := coalesce(due, '{}') || jsonb_build_object('jobs', kernel.plan_jobs(jobs, context.tenant_id, context.actor, origin));
  end if;
  perform set_config('dpf.record', records -> 0 ->> 'id', true);
  return due;
end $$;
