/**
 * Pages of the public site, so that messages, the API and the site itself lead to the same places.
 *
 * A secret stands behind the `#`, which a browser tells neither the site that it comes from nor the one that it goes to.
 */
export const pages = {
  /** All services of a workspace. */
  business: (workspace: string) => `/s/${workspace}/book`,
  /** One service; `key` opens one with a private link. */
  service: (workspace: string, slug: string, key?: string | null) =>
    `/s/${workspace}/book/${slug}${key == null ? '' : `?key=${key}`}`,
  /** Where a customer sees, moves and cancels a booking. */
  manage: (workspace: string, token: string) => `/s/${workspace}/booking#${token}`,
  /** Where somebody on the waiting list takes an offered time, or leaves. */
  waiting: (workspace: string, token: string) => `/s/${workspace}/waiting#${token}`,
} as const
