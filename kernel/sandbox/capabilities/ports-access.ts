import { RpcTarget } from 'cloudflare:workers'
import { kernelErrors } from '../../errors/kernel-errors.ts'
import { openPorts } from '../../registry/open-ports.ts'
import type { EmailMessage, Ports, PushMessage } from '../../sdk/ports.ts'
import type { Grants } from '../grants.ts'
import type { Outcome } from '../protocol.ts'
import { spendGranted } from '../spend-granted.ts'
import type { CapabilityCalls } from './capability-call.ts'
import { type OwnFiles, openOwnFiles } from './own-files.ts'
import { signMail } from './sign-mail.ts'

const mostSent = 12 * 1024 * 1024
type Name = keyof Ports

/** The methods that a published plugin may call, by port, and how often one counts. */
const methods: { readonly [Port in Name]: readonly string[] } = {
  email: ['send'],
  push: ['send'],
  files: ['put', 'get', 'list', 'link', 'delete'],
}

/** Ports of the workspace, as far as they were granted: mail and messages in the plugin's own name, files of its own. */
export class PortsAccess extends RpcTarget {
  readonly #calls: CapabilityCalls

  constructor(calls: CapabilityCalls) {
    super()
    this.#calls = calls
  }

  async call(port: unknown, method: unknown, args: unknown): Promise<Outcome<unknown>> {
    return this.#calls.answer(async () => {
      const name = requireMethod(port, method)
      this.#calls.take(args, mostSent)
      const [first, second] = Array.isArray(args) ? (args as readonly unknown[]) : []
      await spendGranted(this.#calls.spender, `port:${name}`, (now) => granted(now, name), amountOf(name, first))
      return this.#ask(name, String(method), first, second)
    })
  }

  async #ask(name: Name, method: string, first: unknown, second: unknown): Promise<unknown> {
    const { env, registry, snapshot, caller, pluginId, manifest } = this.#calls.access
    const ports = openPorts(env, registry, snapshot, caller)
    if (name === 'email') return ports.email.send(signMail(objectOf<EmailMessage>(first), manifest.title, pluginId))
    if (name === 'push') return ports.push.send(ownKey(objectOf<PushMessage>(first), pluginId))
    const files = await openOwnFiles(this.#calls.access, ports.files)
    return (files[method as keyof OwnFiles] as (a: unknown, b: unknown) => Promise<unknown>)(first, second)
  }
}

function requireMethod(port: unknown, method: unknown): Name {
  const known = typeof port === 'string' && Object.hasOwn(methods, port) ? methods[port as Name] : []
  if (typeof method !== 'string' || !known.includes(method))
    throw kernelErrors.notGranted({ detail: 'A published plugin has no such method of a port' })
  return port as Name
}

function granted({ ports }: Grants, name: Name): number | undefined {
  return Object.hasOwn(ports, name) ? ports[name]?.perDay : undefined
}

/** Each copy of a message is one of its own. */
function amountOf(name: Name, message: unknown): number {
  const copies = name === 'email' ? (message as Partial<EmailMessage> | undefined)?.cc : undefined
  return 1 + (Array.isArray(copies) ? copies.length : 0)
}

function objectOf<Wanted>(value: unknown): Wanted {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw kernelErrors.invalid({ detail: 'Send an object' })
  return value as Wanted
}

/** The same key of two plugins is two messages. */
function ownKey<Message extends { readonly idempotencyKey: string }>(message: Message, pluginId: string): Message {
  return { ...message, idempotencyKey: `${pluginId} ${message.idempotencyKey}` }
}
