import type { Service } from '../types.ts'

/** Where customers book: all services of a workspace, or one. */
export function pageOf(slug: string, service?: Pick<Service, 'slug' | 'linkKey' | 'visibility'>): string {
  const all = `${location.origin}/s/${slug}/book`
  if (service === undefined) return all
  const key = service.visibility === 'link' && service.linkKey !== null ? `?key=${service.linkKey}` : ''
  return `${all}/${service.slug}${key}`
}

export type Way = 'inline' | 'popup' | 'button'

/** What to put into another site's page. */
export function embedCode(page: string, way: Way, words: string): string {
  return [
    `<a href="${escapeHtml(page)}" data-embed="${way}">${escapeHtml(words)}</a>`,
    `<script async src="${location.origin}/embed.js"></script>`,
  ].join('\n')
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)
}
