import type { Platform } from '../tools/platform/start-platform.ts'

/** Puts so many contacts into a workspace, and as many into a hundred others, as the owner of the database. */
export async function seedContacts(owner: Platform['owner'], tenantId: string, count: number): Promise<void> {
  const insert = (tenant: string) => `insert into crm.contacts (tenant_id, id, first_name, last_name, emails, phones,
      job_title, city, country, notes, tags, sort_name, search_text)
    select ${tenant}, (left(h, 8) || '-' || right(h, 4) || '-7000-8000-' || h)::uuid, 'Anna ' || n, 'Berg',
      array['anna.' || n || '@example.com'], array['+49 30 ' || 1000000 + n], 'Stylist', 'Berlin', 'Germany',
      'Prefers mornings; colour 7/' || n % 10, array['regular', 'tag ' || n % 20],
      'berg anna ' || n, 'anna ' || n || ' berg anna.' || n || '@example.com 4930' || 1000000 + n || ' stylist'
    from generate_series(1, ${count}) n, lpad(to_hex(1700000000000 + n), 12, '0') h`
  await owner.query(insert(`'${tenantId}'::uuid`))
  await owner.query(insert(`('00000000-0000-7000-8000-' || lpad((n % 100 + 1)::text, 12, '0'))::uuid`))
  await owner.query('vacuum (analyze) crm.contacts')
}
