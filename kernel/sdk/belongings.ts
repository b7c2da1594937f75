/** What the platform keeps for one plugin in one workspace, beside its tables and settings. */
export interface Belongings {
  /** Opens one of the connector's secrets. Undefined when it was never stored. */
  readonly secret: (name: string) => Promise<string | undefined>
  /** 32 bytes to sign with: of this plugin in this workspace alone, and others for each purpose. */
  readonly signingKey: (purpose: string) => Promise<Uint8Array<ArrayBuffer>>
  /** Objects on the installation's own storage, of this plugin in this workspace alone. */
  readonly bucket: Bucket
  /** Sends a request to an address that the workspace chose. Nothing inside the installation's network is reached. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  /** Opens a connection to a server that the workspace chose, by the same way out. */
  readonly connect: Connect
  readonly installation: Installation
}

/** Opens a TCP connection: in TLS, in clear text that can go on in TLS, or in clear text. Throws when there is none. */
export type Connect = (host: string, port: number, security: 'tls' | 'starttls' | 'none') => Promise<Connection>

/** A TCP connection, as a pair of streams. */
export interface Connection {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array>
  /** Goes on in TLS, under the name that was connected to; this connection is used no more. */
  readonly startTls: () => Connection
  readonly close: () => Promise<void>
}

/** What the operator of the installation has set, as far as plugins may know it. */
export interface Installation {
  /** The origin that people reach the platform by, `https://app.example.com`; empty when only the request knows it. */
  readonly origin: string
  /** Folders whose files are for everybody, the first before the others. */
  readonly publicObjectPaths: readonly string[]
  /** Origins of stores that browsers may send files to themselves: `https://s3.eu-central-1.amazonaws.com`. */
  readonly uploadOrigins: readonly string[]
  /** Where Replit signs addresses of its object storage. */
  readonly replitSidecar: string
  /** Push services beside those of the browsers: a host, or a dot and what hosts end in. */
  readonly pushHosts: readonly string[]
  /** Where names are looked up over HTTPS, in JSON. */
  readonly dnsOverHttps: string
}

/** An object as it is stored. */
export interface StoredObject {
  readonly size: number
  /** Another one for other bytes. */
  readonly etag: string
}

/** A span of bytes, within the object. */
export interface ByteRange {
  readonly offset: number
  readonly length: number
}

export interface ReadObject extends StoredObject {
  readonly body: ReadableStream<Uint8Array>
}

/** One part of an object that is sent in pieces. */
export interface StoredPart extends StoredObject {
  /** From 1 on. */
  readonly number: number
}

/** Objects by their keys: asynchronous, with plain data and streams, as another isolate could have it too. */
export interface Bucket {
  /** Stores exactly `length` bytes; a body of another length is refused and nothing is stored. */
  put(key: string, body: ReadableStream<Uint8Array>, facts: { type: string; length: number }): Promise<StoredObject>
  head(key: string): Promise<StoredObject | undefined>
  /** Undefined when there is no such object, or not with this etag any more. */
  read(key: string, options?: { range?: ByteRange; etag?: string }): Promise<ReadObject | undefined>
  /** An object that is gone already is no failure. */
  remove(key: string): Promise<void>
  /** Begins an object that is sent in parts; answers the id of that upload. */
  begin(key: string, type: string): Promise<string>
  putPart(
    key: string,
    uploadId: string,
    part: number,
    body: ReadableStream<Uint8Array>,
    length: number,
  ): Promise<StoredPart>
  /** The parts that arrived so far, in order. */
  parts(key: string, uploadId: string): Promise<StoredPart[]>
  /** Puts the parts together in their order. Undefined when one of them is not there as named. */
  complete(
    key: string,
    uploadId: string,
    parts: readonly Pick<StoredPart, 'number' | 'etag'>[],
  ): Promise<StoredObject | undefined>
  /** Forgets an upload and its parts; one that is gone already is no failure. */
  abort(key: string, uploadId: string): Promise<void>
}
