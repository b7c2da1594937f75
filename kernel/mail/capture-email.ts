import { kernelDatabase } from '../database/kernel-database.ts'
import type { Env } from '../env.ts'
import type { EmailPort } from '../sdk/ports.ts'
import type { Tenant } from '../sdk/request.ts'
import { drawMail, templateOf } from './draw-mail.ts'
import { readEmailMessage } from './read-email-message.ts'

/** The port `email` of the embedded default, with nothing connected: what would be sent is shown at `/mail`. */
export function captureEmail(env: Env, tenant: Tenant): EmailPort {
  return {
    async send(given) {
      const message = readEmailMessage(given)
      const id = await idOf(tenant.id, message.idempotencyKey)
      const look = { name: tenant.name, logoUrl: null, colour: tenant.colour }
      const drawn = drawMail(look, message.template ?? templateOf(message.text ?? ''), { lines: [] })
      await kernelDatabase(env, tenant.id).call(
        `insert into kernel.outgoing_mail (id, recipient, subject, body, html, attachments, workspace, state)
         values ($1, $2, $3, $4, $5, array(select jsonb_array_elements_text($6::jsonb)), $7, 'captured') on conflict (id) do nothing`,
        [
          id,
          message.to,
          message.subject,
          message.text ?? drawn.text,
          message.html ?? drawn.html,
          JSON.stringify((message.attachments ?? []).map(({ name }) => name)),
          tenant.name,
        ],
      )
      return { id, state: 'captured' }
    },
  }
}

/** The same id for the same key of the same workspace: a UUID of its digest (RFC 9562, version 8). */
async function idOf(tenantId: string, key: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${tenantId} ${key}`)))
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
