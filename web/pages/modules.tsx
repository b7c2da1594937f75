import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { Badge, Empty, LinkButton, Loaded, Note, Page, PluginIcon, Switch, useWorkspace } from '#kit'
import { InstalledPlugins } from './modules/installed-plugins.tsx'
import { type Module, useModuleSwitch, useModules } from './modules/queries.ts'

/** What the workspace can do, each part on or off. */
export default function Modules(): JSX.Element {
  const workspace = useWorkspace()
  const modules = useModules()
  return (
    <Page
      title="Modules"
      lead="Turn on what you need. What you turn off disappears from view, and nothing in it is deleted."
      actions={
        <LinkButton href={workspace().path('/marketplace')} icon="i-lucide-store">
          Find more
        </LinkButton>
      }
    >
      <Show when={!workspace().can('plugins.manage')}>
        <Note icon="i-lucide-lock">Owners and managers turn modules on and off.</Note>
      </Show>
      <Loaded query={modules}>
        {(list) => (
          <Show
            when={list().data.length > 0}
            fallback={
              <div class="card">
                <Empty icon="i-lucide-blocks" title="No modules here yet">
                  Whoever runs this platform can add some.
                </Empty>
              </div>
            }
          >
            <ul class="grid gap-4 md:grid-cols-2">
              <For each={list().data}>{(module) => <ModuleCard module={module} />}</For>
            </ul>
          </Show>
        )}
      </Loaded>
      <InstalledPlugins />
    </Page>
  )
}

function ModuleCard(props: { readonly module: Module }): JSX.Element {
  const workspace = useWorkspace()
  const turn = useModuleSwitch()
  return (
    <li class="card flex gap-4 p-4 sm:p-5">
      <PluginIcon name={props.module.icon} off={!props.module.enabled} />
      <div class="flex min-w-0 flex-1 flex-col gap-2">
        <Show
          when={workspace().can('plugins.manage')}
          fallback={
            <div class="flex items-start justify-between gap-3">
              <h2 class="text-base font-medium">{props.module.title}</h2>
              <Badge tone={props.module.enabled ? 'good' : 'plain'}>{props.module.enabled ? 'On' : 'Off'}</Badge>
            </div>
          }
        >
          <Switch
            label={props.module.title}
            checked={props.module.enabled}
            onChange={(enabled) => turn(props.module, enabled)}
          />
        </Show>
        <p class="text-soft">{props.module.description}</p>
        <A
          href={workspace().path(`/modules/${props.module.id}`)}
          class="focusable mt-auto inline-flex min-h-6 w-fit items-center gap-1 rounded text-accent"
        >
          Settings and rights <span class="sr-only">of {props.module.title}</span>
        </A>
      </div>
    </li>
  )
}
