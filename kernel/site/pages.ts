import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { outgoingMail } from '../database/tables.ts'
import type { Registry } from '../request/context.ts'

type Page = HtmlEscapedString | Promise<HtmlEscapedString>

/** Pages carry their few styles themselves and run no script at all. */
export const pagePolicy = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
} as const

const style = `
  :root { color-scheme: light dark; --text: #1c2024; --soft: #5b6470; --back: #fff; --card: #f5f6f8; --line: #d9dde3; --link: #0b5cc4 }
  @media (prefers-color-scheme: dark) { :root { --text: #e8eaed; --soft: #a4acb8; --back: #14171b; --card: #1d2127; --line: #343b45; --link: #7db5ff } }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.6 system-ui, sans-serif }
  main { max-width: 46rem; margin: 0 auto; padding: clamp(1.5rem, 6vw, 4rem) 1.25rem }
  h1 { font-size: clamp(1.6rem, 5vw, 2.25rem); line-height: 1.2; margin: 0 0 .75rem; text-wrap: balance }
  h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem }
  a { color: var(--link) } a:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 2px }
  p.soft, .soft { color: var(--soft) }
  pre, article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; overflow-wrap: anywhere; white-space: pre-wrap; font-size: .92rem }
  code, pre { font-family: ui-monospace, monospace }
  dt { font-weight: 600; margin-top: .75rem } dd { margin: 0; color: var(--soft) }
  article { margin: 1rem 0; white-space: normal } article p { white-space: pre-wrap }
  article h2 { margin: 0 0 .25rem } `

function page(title: string, content: Page): Page {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${raw(style)}</style></head>
<body><main>${content}</main></body>
</html>`
}

/** `/`: what this is, and where to go from here. */
export function landingPage(registry: Registry, showsMail: boolean): Page {
  return page(
    'Digital Platform Factory',
    html`<h1>Your platform is running</h1>
<p>Businesses make their own workspaces here: their customers, bookings, sales and support in one place, each workspace shut off from every other.</p>
<h2>Start here</h2>
<ul>
  <li><a href="/api/docs">API reference</a>: every address, what it takes and what it answers, to try out in the page.</li>
  <li><a href="/api/openapi.json">OpenAPI 3.1 document</a>, for generators and clients.</li>
  <li><a href="/api/health">Health</a>: whether the platform reaches its database.</li>
  ${showsMail ? html`<li><a href="/mail">Mail</a>: what the platform would send to people.</li>` : ''}
</ul>
<h2>Modules that a workspace can turn on</h2>
<dl>${registry.plugins.filter(({ kind }) => kind === 'module').map(({ title, description }) => html`<dt>${title}</dt><dd>${description}</dd>`)}</dl>`,
  )
}

/** `/api/docs`: the reference, drawn by a script that this platform serves itself. */
export function referencePage(): Page {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API reference</title><link rel="stylesheet" href="/assets/swagger-ui.css"></head>
<body><div id="reference"><p>The reference needs JavaScript. The same as data: <a href="/api/openapi.json">OpenAPI document</a>.</p></div>
<script src="/assets/swagger-ui-bundle.js"></script><script src="/assets/reference.js"></script></body>
</html>`
}

/** `/api/problems/<code>`: where the `type` of a problem leads. */
export function problemPage(code: string): Page {
  return page(
    `Problem ${code}`,
    html`<h1>Problem <code>${code}</code></h1>
<p>An answer of this platform named this as its <code>type</code> (RFC 9457). Its <code>title</code> says what is wrong, its <code>errors</code> point at what to mend, and its <code>instance</code> holds the id of the request, which helps us to help you.</p>
<p><a href="/api/docs">API reference</a></p>`,
  )
}

/** `/mail`: account mail on a machine of one's own, instead of sending it. */
export function mailPage(mails: readonly (typeof outgoingMail.$inferSelect)[]): Page {
  return page(
    'Mail',
    html`<h1>Mail</h1>
<p class="soft">Nothing leaves this machine: mail to people is shown here, the newest first.</p>
${mails.length === 0 ? html`<p>No mail yet. Sign somebody up, and the first one appears.</p>` : ''}
${mails.map((mail) => html`<article><h2>${mail.subject}</h2><p class="soft">To ${mail.recipient}, ${mail.createdAt.toISOString()}</p><p>${linked(mail.body)}</p></article>`)}`,
  )
}

/** The text with its links as links, and nothing else in it as markup. */
function linked(body: string): Page[] {
  return body
    .split(/(https?:\/\/\S+)/)
    .map((part) => (/^https?:\/\//.test(part) ? html`<a href="${part}">${part}</a>` : html`${part}`))
}
