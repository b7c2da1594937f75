import { type RouteSectionProps, useParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createEffect, createMemo, type JSX, Match, onCleanup, Switch } from 'solid-js'
import { LinkButton } from '../kit/button.tsx'
import { ErrorNote } from '../kit/error-note.tsx'
import { known } from '../kit/known.ts'
import { writeAsIn } from '../kit/locale.ts'
import { PluginUisContext } from '../kit/record-panels.tsx'
import { Skeleton } from '../kit/skeleton.tsx'
import { Outside } from '../pages/outside.tsx'
import { pluginUis } from '../registry.gen.ts'
import { applyAccent } from './accent.ts'
import { accessQuery, type TenantAnswer } from './access-query.ts'
import { Layout } from './layout.tsx'
import { keepUpToDate } from './live.ts'
import { Problem } from './problem.ts'
import { api, download } from './session.ts'
import { type Workspace, WorkspaceContext } from './use-workspace.ts'

/** Everything under `/w/<workspace>`: finds the workspace, then draws its frame and the page in it. */
export default function WorkspaceFrame(props: RouteSectionProps): JSX.Element {
  const params = useParams<{ workspace: string }>()
  const query = useQuery(() => accessQuery(params.workspace))
  createEffect(() => applyAccent(known(query)?.colour ?? null))
  createEffect(() => writeAsIn(known(query)?.language))
  onCleanup(() => {
    applyAccent(null)
    writeAsIn(undefined)
  })
  keepUpToDate(
    () => known(query)?.id,
    () => [params.workspace, known(query)?.slug ?? params.workspace],
  )
  const isMissing = () => query.error instanceof Problem && query.error.status === 404
  const lacksTwoSteps = () => query.error instanceof Problem && query.error.code === 'kernel.twoStepsNeeded'
  return (
    <Switch fallback={<Skeleton />}>
      <Match when={isMissing()}>
        <NoWorkspace />
      </Match>
      <Match when={lacksTwoSteps()}>
        <TwoStepsNeeded back={`/w/${params.workspace}`} />
      </Match>
      <Match when={query.isLoadingError}>
        <main class="mx-auto max-w-lg p-6">
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </main>
      </Match>
      <Match when={known(query)}>
        {(answer) => {
          const workspace = createMemo(() => toWorkspace(answer()))
          return (
            <PluginUisContext.Provider value={pluginUis}>
              <WorkspaceContext.Provider value={workspace}>
                <Layout>{props.children}</Layout>
              </WorkspaceContext.Provider>
            </PluginUisContext.Provider>
          )
        }}
      </Match>
    </Switch>
  )
}

/** A link to a workspace that is gone, or that this person is not in: both look alike, on purpose. */
function NoWorkspace(): JSX.Element {
  return (
    <Outside
      title="There is no such workspace for you"
      lead="The link may be old, or you are signed in as somebody else. Ask whoever sent it to invite you."
    >
      <LinkButton href="/workspaces" look="primary">
        Your workspaces
      </LinkButton>
    </Outside>
  )
}

/** The workspace asks everybody for two-step sign-in, and this person has not set it up. */
function TwoStepsNeeded(props: { readonly back: string }): JSX.Element {
  return (
    <Outside
      title="This workspace asks for two-step sign-in"
      lead="Everybody who works here signs in with a second step after the password. It takes two minutes and a phone; then you can go on here."
    >
      <LinkButton href={`/profile?two-steps=app&back=${encodeURIComponent(props.back)}`} look="primary">
        Set it up now
      </LinkButton>
    </Outside>
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
