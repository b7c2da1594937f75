import type { KernelCapabilities } from '../../sandbox/protocol.ts'

type Stub = KernelCapabilities['database'] & Partial<Disposable & { dup(): Stub }>

/**
 * Lets a response that is still being written go on reading: the kernel's stubs end with the call, which is over once
 * the response is on its way. What is JSON is whole by then.
 */
export function keepDatabase(
  kernel: { -readonly [Name in keyof KernelCapabilities]: KernelCapabilities[Name] },
  response: Response,
): Response {
  const { body } = response
  const stub: Stub = kernel.database
  if (body === null || stub.dup === undefined || isJson(response)) return response
  const kept = stub.dup()
  kernel.database = kept
  const end = () => kept[Symbol.dispose]?.()
  return new Response(body.pipeThrough(new TransformStream({ flush: end, cancel: end })), response)
}

function isJson({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('application/json') === true
}
