import type { EmailMessage } from '../../sdk/ports.ts'

/** A message of a published plugin, which says at its end who wrote it in the workspace's name. */
export function signMail(message: EmailMessage, title: string, pluginId: string): EmailMessage {
  const line = `Sent by the plugin ${title}.`
  const { text, html, template } = message
  return {
    ...message,
    idempotencyKey: `${pluginId} ${message.idempotencyKey}`,
    ...(typeof text === 'string' ? { text: `${text}\n\n-- \n${line}` } : {}),
    ...(typeof html === 'string' ? { html: signHtml(html, line) } : {}),
    ...(typeof template === 'object' && template !== null
      ? { template: { ...template, closing: template.closing === undefined ? line : `${template.closing} ${line}` } }
      : {}),
  }
}

function signHtml(html: string, line: string): string {
  const escaped = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const paragraph = `<p style="font-size: 12px; color: #595959">${escaped}</p>`
  const end = html.search(/<\/body\s*>(?![\s\S]*<\/body\s*>)/i)
  return end < 0 ? html + paragraph : html.slice(0, end) + paragraph + html.slice(end)
}
