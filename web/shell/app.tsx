import { Navigate, Route, Router, type RouteSectionProps } from '@solidjs/router'
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import { ErrorBoundary, type JSX, lazy, Match, onMount, Show, Suspense, Switch } from 'solid-js'
import { Toaster } from 'solid-sonner'
import { ErrorNote, Skeleton } from '#kit'
import { pluginRoutes } from './plugin-routes.tsx'
import { Problem } from './problem.ts'
import { resume, user } from './session.ts'
import { theme } from './theme.ts'

const page = {
  signIn: lazy(() => import('../pages/sign-in.tsx')),
  signInLink: lazy(() => import('../pages/sign-in/link.tsx')),
  signUp: lazy(() => import('../pages/sign-up.tsx')),
  forgotten: lazy(() => import('../pages/forgot-password.tsx')),
  reset: lazy(() => import('../pages/reset-password.tsx')),
  verify: lazy(() => import('../pages/verify-email.tsx')),
  accept: lazy(() => import('../pages/accept-invitation.tsx')),
  workspaces: lazy(() => import('../pages/workspaces.tsx')),
  profile: lazy(() => import('../pages/profile.tsx')),
  workspace: lazy(() => import('./workspace-frame.tsx')),
  home: lazy(() => import('../pages/home.tsx')),
  members: lazy(() => import('../pages/members.tsx')),
  keys: lazy(() => import('../pages/api-keys.tsx')),
  modules: lazy(() => import('../pages/modules.tsx')),
  module: lazy(() => import('../pages/module.tsx')),
  connectors: lazy(() => import('../pages/connectors.tsx')),
  activity: lazy(() => import('../pages/activity.tsx')),
  settings: lazy(() => import('../pages/settings.tsx')),
  usage: lazy(() => import('../pages/usage.tsx')),
  webhooks: lazy(() => import('../pages/webhooks.tsx')),
  webhook: lazy(() => import('../pages/webhooks/webhook.tsx')),
  lost: lazy(() => import('../pages/lost.tsx')),
  missing: lazy(() => import('../pages/missing.tsx')),
}

/** What is asked of the API is kept for half a minute, and asked again when the window comes back. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => count < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
  },
})

/** The whole application: who is signed in decides what there is. */
export function App(): JSX.Element {
  onMount(() => void resume())
  return (
    <QueryClientProvider client={queries}>
      <Router root={Frame}>
        <Route path="/" component={Start} />
        <Route path="/sign-in" component={page.signIn} />
        <Route path="/sign-in/link" component={page.signInLink} />
        <Route path="/sign-up" component={page.signUp} />
        <Route path="/forgot-password" component={page.forgotten} />
        <Route path="/reset-password" component={page.reset} />
        <Route path="/verify-email" component={page.verify} />
        <Route path="/" component={SignedIn}>
          <Route path="/accept-invitation" component={page.accept} />
          <Route path="/workspaces" component={page.workspaces} />
          <Route path="/profile" component={page.profile} />
          <Route path="/w/:workspace" component={page.workspace}>
            <Route path="/" component={page.home} />
            <Route path="/members" component={page.members} />
            <Route path="/api-keys" component={page.keys} />
            <Route path="/modules" component={page.modules} />
            <Route path="/modules/:module" component={page.module} />
            <Route path="/connectors" component={page.connectors} />
            <Route path="/webhooks" component={page.webhooks} />
            <Route path="/webhooks/:webhook" component={page.webhook} />
            <Route path="/activity" component={page.activity} />
            <Route path="/usage" component={page.usage} />
            <Route path="/settings" component={page.settings} />
            {pluginRoutes()}
            <Route path="/*" component={page.lost} />
          </Route>
        </Route>
        <Route path="*" component={page.missing} />
      </Router>
      <Toaster position="bottom-right" theme={theme()} expand />
    </QueryClientProvider>
  )
}

function Frame(props: RouteSectionProps): JSX.Element {
  return (
    <ErrorBoundary
      fallback={(error, reset) => (
        <main class="mx-auto max-w-lg p-6">
          <ErrorNote error={error} retry={reset} />
        </main>
      )}
    >
      <Suspense fallback={<Skeleton />}>{props.children}</Suspense>
    </ErrorBoundary>
  )
}

function Start(): JSX.Element {
  return (
    <Switch fallback={<Skeleton />}>
      <Match when={user() === null}>
        <Navigate href="/sign-in" />
      </Match>
      <Match when={user()}>
        <Navigate href="/workspaces" />
      </Match>
    </Switch>
  )
}

/** Pages for people who are signed in; the others come back here once they are. */
function SignedIn(props: RouteSectionProps): JSX.Element {
  const back = () => `/sign-in?next=${encodeURIComponent(props.location.pathname + props.location.search)}`
  return (
    <Show when={user() !== undefined} fallback={<Skeleton />}>
      <Show when={user()} fallback={<Navigate href={back()} />}>
        {props.children}
      </Show>
    </Show>
  )
}
