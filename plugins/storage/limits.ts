import type { Tenant } from '#sdk'

const gibibyte = 1024 ** 3

/** How many bytes a workspace has room for. */
export const roomOfPlan: Readonly<Record<Tenant['plan'], number>> = {
  free: gibibyte,
  pro: 50 * gibibyte,
  business: 1024 * gibibyte,
}

export const largestFile = 5 * gibibyte
/** Files that are longer come in parts of this length, the last one as it is. S3 wants at least 5 MiB. */
export const partSize = 8 * 1024 ** 2

export const uploadLastsMs = 24 * 3_600_000
/** How long a deleted file can be put back. */
export const trashLastsMs = 24 * 3_600_000
/** An address to send a part to is good for this long, then another one is asked for. */
export const signatureLastsMs = 3_600_000
