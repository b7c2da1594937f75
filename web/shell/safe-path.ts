/** Where to go once signed in: only ever to a page of this application, whatever a link's `next` says. */
export function safePath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])[^\t\n\r]*$/.test(next) ? next : '/workspaces'
}
