import { useLocation, useParams } from '@solidjs/router'
import { createMemo, For, type JSX, lazy, Match, Show, Switch } from 'solid-js'
import { Empty, LinkButton, Page, Skeleton, useWorkspace } from '#kit'
import type { Page as PublishedPageContent } from '../../kernel/sdk/pages.ts'
import { usePublished, usePublishedPlugins } from '../shell/published.ts'
import type { Installed } from '../shell/published-query.ts'
import { matchPath } from './address.ts'
import { BlockView } from './block.tsx'
import { PublishedPageContext } from './published-page.ts'

const Lost = lazy(() => import('../pages/lost.tsx'))

/** Any page of any published plugin that is installed here, drawn from what its manifest says. */
export default function PublishedPluginPage(): JSX.Element {
  const workspace = useWorkspace()
  const params = useParams<{ plugin: string }>()
  const location = useLocation()
  const query = usePublished()
  const plugins = usePublishedPlugins()
  const plugin = () => plugins().find(({ id }) => id === params.plugin)
  const path = () => location.pathname.slice(workspace().path(`/${params.plugin}`).length) || '/'
  const found = createMemo(() => pageAt(plugin()?.pages ?? [], path()))
  return (
    <Switch fallback={<Lost />}>
      <Match when={query.isPending && query.isEnabled}>
        <Skeleton />
      </Match>
      <Match when={plugin()?.state !== 'on' && plugin()}>{(resting) => <Resting plugin={resting()} />}</Match>
      <Match when={found() && plugin()}>
        {(shown) => (
          // Another record is another page: nothing of a form is carried over.
          <Show keyed when={path()}>
            <Drawn plugin={shown()} page={found()?.page} params={found()?.params ?? {}} />
          </Show>
        )}
      </Match>
    </Switch>
  )
}

interface DrawnProps {
  readonly plugin: Installed
  readonly page: PublishedPageContent | undefined
  readonly params: Readonly<Record<string, string>>
}

function Drawn(props: DrawnProps): JSX.Element {
  return (
    <PublishedPageContext.Provider value={() => ({ plugin: props.plugin, params: props.params })}>
      <Page
        title={props.page?.title ?? props.plugin.title}
        wide={props.page?.blocks.some(({ block }) => block === 'board') === true}
      >
        <For each={props.page?.blocks}>{(block, place) => <BlockView block={block} name={`b${place() + 1}`} />}</For>
      </Page>
    </PublishedPageContext.Provider>
  )
}

/** A page of a plugin that does not run just now. */
function Resting(props: { readonly plugin: Installed }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Page title={props.plugin.title}>
      <div class="card">
        <Empty
          icon="i-lucide-circle-pause"
          title={`${props.plugin.title} does not run at the moment`}
          action={<LinkButton href={workspace().path(`/plugins/${props.plugin.id}`)}>See why</LinkButton>}
        >
          Nothing in it is lost. It goes on where it was when it runs again.
        </Empty>
      </div>
    </Page>
  )
}

/** The page at a path; one that is named in full comes before one with a parameter there. */
function pageAt(pages: readonly PublishedPageContent[], path: string) {
  const fitting = pages.flatMap((page) => {
    const params = matchPath(page.path, path)
    return params === undefined ? [] : [{ page, params }]
  })
  return fitting.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0]
}
