/** Where to go once signed in: only ever to a page of this application, whatever a link's `next` says. */
export function safePath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])[^\t\n\r]*$/.test(next) ? next : '/workspaces'
}

/** Takes `next` along from one of the pages of signing in to another. */
export function withNext(path: string, next: unknown): string {
  return next === undefined ? path : `${path}?next=${encodeURIComponent(safePath(next))}`
}
