import { siteHref } from '#site'

/** The secret of a link, which stands behind the #. */
export function readToken(): string {
  return location.hash.slice(1)
}

/** Where a booking is seen, moved and cancelled by whoever has its secret. */
export function manageHref(workspace: string, token: string): string {
  return `${siteHref(workspace, '/booking')}#${token}`
}
