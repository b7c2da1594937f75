import * as v from 'valibot'
import { kernelErrors } from '../errors/kernel-errors.ts'
import { pointTo } from '../errors/point-to.ts'
import type { KernelContext } from '../request/context.ts'
import { Bundle } from '../sandbox/bundle.ts'
import { Manifest } from '../sandbox/manifest.ts'
import { readBytes } from '../sdk/read-input.ts'
import type { Fault } from './fault.ts'

export const largestBundle = 8 * 1024 * 1024

export interface ReadBundle {
  readonly bundle: Bundle
  readonly manifest: Manifest
}

/** Reads the body as a bundle with its manifest, or answers everything that keeps it from being one. */
export async function readBundle(c: KernelContext): Promise<ReadBundle> {
  const bytes = await readBytes(c, largestBundle)
  const bundle = readAs(Bundle, parse(decode(bytes)), [])
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  // What an Idempotency-Key stands for is the bundle.
  c.var.sentBody.text = [...new Uint8Array(digest)].join()
  const manifest = readAs(Manifest, parseManifest(bundle.manifest), ['manifest'])
  return { bundle, manifest }
}

/** Refuses a bundle with all that is to be mended in it. */
export function refuseBundle(faults: readonly Fault[]): Error {
  return kernelErrors.bundleRefused({ errors: faults.map((fault) => ({ in: 'body', ...fault })) })
}

function readAs<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  place: readonly string[],
): v.InferOutput<Schema> {
  const read = v.safeParse(schema, value)
  if (read.success) return read.output
  throw refuseBundle(
    read.issues.map(({ path, message }) => ({
      pointer: pointTo(...place, ...(path?.map(({ key }) => String(key)) ?? [])),
      detail: message,
    })),
  )
}

function decode(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw kernelErrors.malformedJson({ detail: 'The body is not UTF-8' })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw kernelErrors.malformedJson({ detail: error instanceof Error ? error.message : 'It cannot be parsed' })
  }
}

function parseManifest(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuseBundle([{ pointer: '#/manifest', detail: 'Write the manifest as JSON text' }])
  }
}
