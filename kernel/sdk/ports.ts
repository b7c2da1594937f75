/** A message for one person. Text is required; the connector makes HTML of it where there is none. */
export interface EmailMessage {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** The same key sends the same message once. */
  readonly idempotencyKey: string
}

/** The port `email`. */
export interface EmailPort {
  /** Hands the message to the provider; answers its id there. */
  send(message: EmailMessage): Promise<{ readonly id: string }>
}

/**
 * What modules may ask of the world, whoever provides it for this tenant.
 *
 * With nothing connected, every method throws `kernel.notConnected` with the port's name and the page where to connect.
 * A new port is a line here, with its interface, and a conformance suite that each of its connectors passes.
 */
export interface Ports {
  readonly email: EmailPort
}

export type PortName = keyof Ports
