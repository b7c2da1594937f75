/** A message to a webhook, as it is sent and logged. */
export interface Message {
  readonly method: 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a webhook answered; its body no longer than is kept. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly tookMs: number
}

/** Standard Webhooks recommends 15 to 30 s. */
const patienceMs = 15_000
const mostBodyBytes = 4096
const loggedHeaders = ['content-type', 'retry-after', 'location']

/**
 * Sends a message; answers what came back, or in words why nothing did.
 *
 * A redirect is an answer like any other: where it leads was checked by nobody.
 */
export async function sendMessage(egress: Pick<Fetcher, 'fetch'>, message: Message): Promise<Answer | string> {
  const beganMs = Date.now()
  const { url, method, headers, body } = message
  try {
    const response = await egress.fetch(url, {
      method,
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    })
    return {
      status: response.status,
      headers: pickHeaders(response.headers),
      body: await readBeginning(response),
      tookMs: Date.now() - beganMs,
    }
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? `There was no answer within ${patienceMs / 1000} seconds`
      : 'No connection could be made to this address'
  }
}

function pickHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    loggedHeaders.flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value.slice(0, 300)]]
    }),
  )
}

/** The beginning of the body; one that breaks off or goes on for ever is cut. */
async function readBeginning(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  const bytes = new Uint8Array(mostBodyBytes)
  let size = 0
  try {
    while (size < mostBodyBytes) {
      const { value } = await reader.read()
      if (value === undefined) break
      const part = value.subarray(0, mostBodyBytes - size)
      bytes.set(part, size)
      size += part.length
    }
  } catch {
    // What came until then is what there is to show.
  }
  await reader.cancel().catch(() => undefined)
  // PostgreSQL's JSON cannot hold a NUL.
  return new TextDecoder().decode(bytes.subarray(0, size)).replaceAll('\u0000', '\ufffd')
}
