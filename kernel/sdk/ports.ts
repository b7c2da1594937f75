/** A message for one person, with copies for others where they are named. */
export interface EmailMessage {
  readonly to: string
  /** The person's name, as mail programs show it. */
  readonly toName?: string
  /** Ten at most; each counts as a message of its own. */
  readonly cc?: readonly string[]
  /** Where answers go, when not to the workspace's own address. */
  readonly replyTo?: string
  readonly subject: string
  /** The message as plain text. Without it, and beside it, `template` says what is in it. */
  readonly text?: string
  /** A whole HTML document of the module's own, instead of one with the workspace's look. Needs `text` beside it. */
  readonly html?: string
  /** What the message says; it is drawn with the workspace's name, logo and colour, as HTML and as text. */
  readonly template?: EmailTemplate
  readonly attachments?: readonly EmailAttachment[]
  /**
   * `transactional` is what the person set off or waits for, `notification` what they can do without, `marketing` the rest.
   *
   * Whoever unsubscribes gets transactional messages alone.
   */
  readonly category: 'transactional' | 'notification' | 'marketing'
  /** What the person unsubscribes from, in plain words: `the newsletter`. Without it, from all that is not transactional. */
  readonly listUnsubscribe?: string
  /** What it concerns beside itself, as `<noun>:<id>`: the timeline of each shows it. */
  readonly about?: readonly string[]
  /** The same key sends the same message once, in this workspace. */
  readonly idempotencyKey: string
}

/** A message in parts. Each is plain text; nothing in it is markup. */
export interface EmailTemplate {
  readonly heading?: string
  readonly paragraphs: readonly string[]
  /** A small table, such as the time and place of an appointment. */
  readonly facts?: readonly { readonly label: string; readonly value: string }[]
  /** A button. Its address begins with https://, http:// or mailto:. */
  readonly action?: { readonly label: string; readonly url: string }
  /** A last line, in smaller letters. */
  readonly closing?: string
}

/** A file that goes along. `text/calendar; method=REQUEST` is shown as an invitation too. */
export interface EmailAttachment {
  readonly name: string
  readonly type: string
  /** Base64; all of them together 2 MiB at most. */
  readonly content: string
}

/** What became of a message: on its way; not to be sent to this person; kept and shown at `/mail` instead. */
export interface EmailReceipt {
  readonly id: string
  readonly state: 'queued' | 'suppressed' | 'captured'
}

/** The port `email`. */
export interface EmailPort {
  /**
   * Takes the message over: it is stored, and sent from there with as many tries as it takes.
   *
   * It never waits for the provider. A message that cannot be written is refused with 422 and pointers into it.
   */
  send(message: EmailMessage): Promise<EmailReceipt>
}

/** A file that a module wants to keep, or to have sent by a browser. */
export interface NewFile {
  readonly name: string
  /** `image/png`; the first bytes are held against it. */
  readonly type: string
  /** Anybody who knows the address can see it. */
  readonly public?: boolean
  /** What it belongs to: `booking:<id>`. */
  readonly subject?: string
}

/** A file in the workspace's library. */
export interface KeptFile {
  /** UUID. */
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  /** Only what is `ready` can be opened: `checking` waits for a scanner, `quarantined` did not please it. */
  readonly state: 'uploading' | 'checking' | 'ready' | 'quarantined' | 'deleted'
  readonly public: boolean
  /** Where everybody can see it; null for a private one. Under the platform's origin where it begins with a slash. */
  readonly publicUrl: string | null
  readonly createdAt: string
}

/** An upload that a browser or another client makes: addresses to send to are signed one by one. */
export interface FileUpload {
  /** The file's id. */
  readonly id: string
  /** Null where the file is sent in one go. */
  readonly uploadId: string | null
  readonly partSize: number | null
  readonly parts: number
  readonly expiresAt: string
}

/** One request of an upload, as S3 knows them: PUT the file or a part, GET the parts, POST puts them together, DELETE gives up. */
export interface UploadRequest {
  readonly method: 'PUT' | 'GET' | 'POST' | 'DELETE'
  readonly partNumber?: number
}

/** The port `files`. Private unless it is said otherwise; everything counts against the plan's room. */
export interface FilesPort {
  /** Keeps bytes that the caller has. With an id of the caller's own, the same call twice keeps one file. */
  put(file: NewFile & { readonly content: Uint8Array; readonly id?: string }): Promise<KeptFile>
  /** Reserves room for a file that somebody else will send. */
  createUpload(file: NewFile & { readonly size: number }): Promise<FileUpload>
  sign(
    fileId: string,
    request: UploadRequest,
  ): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly expiresAt: string }>
  /** Takes what was sent into the library, once its length and its beginning are as announced. */
  confirm(fileId: string): Promise<KeptFile>
  /** A short link for whoever holds it, until it expires: a day when nothing else is said, 30 days at most. */
  link(
    fileId: string,
    options?: { readonly expiresInSeconds?: number; readonly download?: boolean },
  ): Promise<{ readonly url: string; readonly expiresAt: string }>
  /** Null when there is no such file, or not any more. */
  get(fileId: string): Promise<KeptFile | null>
  /** It can be put back for a day. */
  delete(fileId: string): Promise<void>
  list(options?: {
    readonly subject?: string
    readonly query?: string
    readonly limit?: number
    readonly cursor?: string | null
  }): Promise<{ readonly data: readonly KeptFile[]; readonly nextCursor: string | null }>
}

/** A message to the devices of one person. */
export interface PushMessage {
  /** The person's id. */
  readonly to: string
  /** One line, 200 characters at most. */
  readonly title: string
  /** 500 characters at most; cut where the push service takes less. */
  readonly body?: string
  /** The page that opens, under the workspace: `/crm/deals/<id>`. The workspace itself when absent. */
  readonly link?: string
  /** A later message with the same tag takes the place of the one before, on the device and on its way. */
  readonly tag?: string
  /** How much battery it is worth (RFC 8030, 5.3); `normal` when absent. */
  readonly urgency?: 'low' | 'normal' | 'high'
  /** How long it is kept for a device that is off: a day when absent, 28 days at most. */
  readonly ttlSeconds?: number
  /** The same key sends the same message once, in this workspace. */
  readonly idempotencyKey: string
}

/** What became of a message: on its way to so many devices, or the person has none that takes any. */
export interface PushReceipt {
  readonly id: string
  readonly state: 'queued' | 'no_devices'
  readonly devices: number
}

/** The port `push`. */
export interface PushPort {
  /**
   * Takes the message over for each of the person's devices, and tries as long as it is of use.
   *
   * It never waits for a push service. A message that cannot be shown is refused with 422 and pointers into it.
   */
  send(message: PushMessage): Promise<PushReceipt>
}

/**
 * What modules may ask of the world, whoever provides it for this tenant.
 *
 * With nothing connected, every method throws `kernel.notConnected` with the port's name and the page where to connect.
 * A new port is a line here, with its interface, and a conformance suite that each of its connectors passes.
 */
export interface Ports {
  readonly email: EmailPort
  readonly files: FilesPort
  readonly push: PushPort
}

export type PortName = keyof Ports
