import * as v from 'valibot'
import { platformErrors } from '#sdk'
import { NewUpload } from './contract.ts'

/** What another plugin says of a file, held to the same rules as what comes over HTTP. */
export function readNewFile(given: unknown): v.InferOutput<typeof NewUpload> {
  const read = v.safeParse(NewUpload, given)
  if (read.success) return read.output
  throw platformErrors.invalid({
    errors: read.issues.map(({ path, message }) => ({
      in: 'body',
      pointer: `#/${path?.map(({ key }) => String(key)).join('/') ?? ''}`,
      detail: message,
    })),
  })
}
