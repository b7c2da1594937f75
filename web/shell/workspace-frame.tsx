import { type RouteSectionProps, useParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { type JSX, Match, Switch } from 'solid-js'
import { ErrorNote } from '../kit/error-note.tsx'
import { Skeleton } from '../kit/skeleton.tsx'
import { Layout } from './layout.tsx'
import { api, download } from './session.ts'
import { type Role, type Workspace, WorkspaceContext } from './use-workspace.ts'

interface TenantAnswer {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly role: Role
  readonly permissions: readonly string[]
  readonly modules: readonly string[]
}

/** Everything under `/w/<workspace>`: finds the workspace, then draws its frame and the page in it. */
export default function WorkspaceFrame(props: RouteSectionProps): JSX.Element {
  const params = useParams<{ workspace: string }>()
  const query = useQuery(() => ({
    queryKey: [params.workspace, 'workspace'],
    queryFn: () => api<TenantAnswer>('/tenant/access', { tenant: params.workspace }),
  }))
  return (
    <Switch fallback={<Skeleton />}>
      <Match when={query.error}>
        <main class="mx-auto max-w-lg p-6">
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </main>
      </Match>
      <Match when={query.data}>
        {(answer) => (
          <WorkspaceContext.Provider value={() => toWorkspace(answer())}>
            <Layout>{props.children}</Layout>
          </WorkspaceContext.Provider>
        )}
      </Match>
    </Switch>
  )
}

function toWorkspace(answer: TenantAnswer): Workspace {
  const permissions = new Set(answer.permissions)
  return {
    ...answer,
    permissions,
    modules: new Set(answer.modules),
    can: (permission) => permissions.has(permission),
    api: (path, call = {}) => api(path, { ...call, tenant: answer.id }),
    download: (path, name) => download(path, answer.id, name),
    path: (path) => `/w/${answer.slug}${path === '/' ? '' : path}`,
  }
}
