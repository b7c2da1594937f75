import type { KernelCapabilities, WholeResponse } from '../../sandbox/protocol.ts'

type Stub = KernelCapabilities['database'] & Partial<Disposable & { dup(): Stub }>

/** A response as the kernel takes it: JSON whole, anything else as it comes. */
export async function carryResponse(
  kernel: { -readonly [Name in keyof KernelCapabilities]: KernelCapabilities[Name] },
  response: Response,
): Promise<{ readonly response: Response } | { readonly whole: WholeResponse }> {
  if (response.body === null || !isJson(response)) return { response: keepDatabase(kernel, response) }
  const { status, headers } = response
  return { whole: { status, headers: Object.fromEntries(headers), body: await response.text() } }
}

/**
 * Lets a response that is still being written go on reading: the kernel's stubs end with the call, which is over once
 * the response is on its way. What is JSON is whole by then.
 */
function keepDatabase(
  kernel: { -readonly [Name in keyof KernelCapabilities]: KernelCapabilities[Name] },
  response: Response,
): Response {
  const { body } = response
  const stub: Stub = kernel.database
  if (body === null || stub.dup === undefined) return response
  const kept = stub.dup()
  kernel.database = kept
  const end = () => kept[Symbol.dispose]?.()
  return new Response(body.pipeThrough(new TransformStream({ flush: end, cancel: end })), response)
}

function isJson({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('application/json') === true
}
