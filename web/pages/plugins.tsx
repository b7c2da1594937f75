import { A, useParams } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { Empty, LinkButton, Loaded, Page, type Tab, Tabs, useWorkspace } from '#kit'
import { usePublished, usePublishedPlugins } from '../shell/published.ts'
import type { Installed } from '../shell/published-query.ts'
import { PluginActions } from './plugins/actions.tsx'
import { GrantList } from './plugins/grant-list.tsx'
import { Log } from './plugins/log.tsx'
import { RoleRights } from './plugins/role-rights.tsx'
import { PluginSettings } from './plugins/settings.tsx'
import { Standing } from './plugins/standing.tsx'
import { UpdateCard } from './plugins/update-card.tsx'
import { VersionCard } from './plugins/version-card.tsx'

/** One installed plugin: how it stands, what it may do and does, how it is set up, and how one gets rid of it. */
export default function InstalledPlugin(): JSX.Element {
  const workspace = useWorkspace()
  const params = useParams<{ plugin: string }>()
  const query = usePublished()
  const plugins = usePublishedPlugins()
  const plugin = () => plugins().find(({ id }) => id === params.plugin)
  return (
    <Page
      title={plugin()?.title ?? 'Plugin'}
      {...(plugin() === undefined ? {} : { lead: plugin()?.description ?? '' })}
      actions={<Show when={plugin()}>{(found) => <PluginActions plugin={found()} />}</Show>}
    >
      <A
        href={workspace().path('/modules')}
        class="focusable inline-flex min-h-6 w-fit items-center gap-1 rounded text-soft"
      >
        <span aria-hidden="true" class="i-lucide-arrow-left" /> All modules and plugins
      </A>
      <Loaded query={query}>
        {() => (
          <Switch
            fallback={
              <div class="card">
                <Empty
                  icon="i-lucide-blocks"
                  title="This plugin is not installed here"
                  action={
                    <LinkButton href={workspace().path(`/marketplace/${params.plugin}`)}>
                      See it in the marketplace
                    </LinkButton>
                  }
                >
                  Somebody may have uninstalled it, or the link is old.
                </Empty>
              </div>
            }
          >
            <Match when={plugin()}>{(found) => <Details plugin={found()} />}</Match>
          </Switch>
        )}
      </Loaded>
    </Page>
  )
}

function Details(props: { readonly plugin: Installed }): JSX.Element {
  const workspace = useWorkspace()
  const tabs: readonly Tab[] = [
    { value: 'grants', label: 'What it may do', content: () => <GrantList plugin={props.plugin} /> },
    { value: 'settings', label: 'Settings', content: () => <PluginSettings plugin={props.plugin} /> },
    {
      value: 'people',
      label: 'People',
      content: () => <RoleRights permissions={props.plugin.permissions} mine={props.plugin.mine} />,
    },
    ...(workspace().can('plugins.manage')
      ? [{ value: 'log', label: 'Log', content: () => <Log plugin={props.plugin} /> }]
      : []),
    { value: 'version', label: 'Version', content: () => <VersionCard plugin={props.plugin} /> },
  ]
  return (
    <>
      <Standing plugin={props.plugin} />
      <Show when={props.plugin.update}>{(update) => <UpdateCard plugin={props.plugin} update={update()} />}</Show>
      <Tabs label={`About ${props.plugin.title}`} tabs={tabs} />
    </>
  )
}
