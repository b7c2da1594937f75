import { Navigate, Route, Router, type RouteSectionProps } from '@solidjs/router'
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import { type Component, ErrorBoundary, type JSX, Match, Show, Suspense, Switch } from 'solid-js'
import { ErrorNote } from '../kit/error-note.tsx'
import { Skeleton } from '../kit/skeleton.tsx'
import { begin } from './begin.ts'
import { lostPage, missingPage, outerPages, ownPages, publishedPage, workspaceFrame, workspacePages } from './pages.ts'
import { pluginRoutes } from './plugin-routes.tsx'
import { Problem } from './problem.ts'
import { user } from './session.ts'

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
  begin(queries, window.location.pathname)
  return (
    <QueryClientProvider client={queries}>
      <Router root={Frame}>
        <Route path="/" component={Start} />
        {routesOf(outerPages)}
        <Route path="/" component={SignedIn}>
          {routesOf(ownPages)}
          <Route path="/w/:workspace" component={workspaceFrame}>
            {routesOf(workspacePages)}
            {pluginRoutes()}
            <Route path="/:plugin/*" component={publishedPage} />
            <Route path="/*" component={lostPage} />
          </Route>
        </Route>
        <Route path="*" component={missingPage} />
      </Router>
    </QueryClientProvider>
  )
}

function routesOf(pages: Readonly<Record<string, Component>>): JSX.Element {
  return Object.entries(pages).map(([path, page]) => <Route path={path} component={page} />)
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
