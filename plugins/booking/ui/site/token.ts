import { type SitePageProps, siteHref } from '#site'

/** The secret of a link: behind the #, or in the path. */
export function tokenOf({ params }: SitePageProps): string {
  return params.token ?? location.hash.slice(1)
}

/** Where a booking is seen, moved and cancelled by whoever has its secret. */
export function manageHref(workspace: string, token: string): string {
  return `${siteHref(workspace, '/booking')}#${token}`
}
