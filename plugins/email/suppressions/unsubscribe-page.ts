import { html } from 'hono/html'
import type { Tenant } from '#sdk'

/** It runs no script, loads nothing but the logo, and sends its form to itself alone. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
} as const

export interface UnsubscribeState {
  /** What the person is about to unsubscribe from, in words. */
  readonly what: string
  readonly isDone: boolean
}

/** Asks before anything happens: programs that look at the links of a mail open them too. */
export function unsubscribePage(tenant: Tenant, { what, isDone }: UnsubscribeState) {
  const title = isDone ? 'You are unsubscribed' : 'Unsubscribe'
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}: ${tenant.name}</title>
<style>
  :root { color-scheme: light dark; --text: #1c2024; --soft: #5b6470; --back: #f5f6f8; --card: #fff; --line: #d9dde3; --button: #1c2024; --ink: #fff }
  @media (prefers-color-scheme: dark) { :root { --text: #e8eaed; --soft: #a4acb8; --back: #14171b; --card: #1d2127; --line: #343b45; --button: #e8eaed; --ink: #14171b } }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.6 system-ui, sans-serif }
  main { max-width: 32rem; margin: clamp(1rem, 8vh, 5rem) auto; padding: 0 1rem }
  .card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.5rem }
  .from { display: flex; align-items: center; gap: .75rem; margin: 0 0 1rem; color: var(--soft); overflow-wrap: anywhere }
  img { height: 2.5rem; width: auto; max-width: 10rem }
  h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem }
  button { font: inherit; font-weight: 600; margin-top: .75rem; padding: .65rem 1.25rem; min-height: 2.75rem; border: 0; border-radius: .5rem; background: var(--button); color: var(--ink); cursor: pointer }
  button:focus-visible { outline: 3px solid #4c8dff; outline-offset: 3px }
  .quiet { background: none; color: var(--text); border: 1px solid var(--line) }
</style></head>
<body><main>
<p class="from">${tenant.logoUrl === null ? '' : html`<img src="${tenant.logoUrl}" alt="">`}<span>${tenant.name}</span></p>
<div class="card">
<h1>${title}</h1>
${
  isDone
    ? html`<p role="status">You get no more of ${what}. What you set off yourself, such as confirmations, still reaches you.</p>
<form method="post"><input type="hidden" name="undo" value="yes"><button class="quiet">That was a mistake: keep sending</button></form>`
    : html`<p>Do you want no more of ${what} from ${tenant.name}?</p>
<form method="post"><button>Unsubscribe</button></form>`
}
</div>
</main></body>
</html>`
}
