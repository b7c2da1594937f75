import { createContext, useContext } from 'solid-js'
import type { Call } from './session.ts'

export type Role = 'owner' | 'admin' | 'member' | 'viewer'

export interface Workspace {
  readonly id: string
  /** Its address: `salon-anna`. */
  readonly slug: string
  readonly name: string
  readonly role: Role
  /** Its picture's address, and its own colour as #rrggbb. */
  readonly logoUrl: string | null
  readonly colour: string | null
  /** IANA: `Europe/Madrid`. */
  readonly timeZone: string
  /** What new amounts are in, ISO 4217: `EUR`. */
  readonly currency: string
  /** BCP 47: `en`. */
  readonly language: string
  readonly permissions: ReadonlySet<string>
  /** Ids of the modules that are on. */
  readonly modules: ReadonlySet<string>
  readonly can: (permission: string) => boolean
  /** Calls the API in this workspace. */
  readonly api: <Answer = void>(path: string, call?: Omit<Call, 'tenant'>) => Promise<Answer>
  /** Saves a file that the API makes. */
  readonly download: (path: string, name: string) => Promise<void>
  /** A page's address in this workspace: `path('/members')`. */
  readonly path: (path: string) => string
}

/** What the page is in; given by the frame around it. */
export const WorkspaceContext = createContext<() => Workspace>()

/** The workspace that the page is in. */
export function useWorkspace(): () => Workspace {
  const workspace = useContext(WorkspaceContext)
  if (workspace === undefined) throw new Error('This page is not in a workspace')
  return workspace
}
