import { A, useParams } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { For, type JSX, Match, Show, Switch as When } from 'solid-js'
import { Empty, LinkButton, Loaded, Note, notify, Page, PluginIcon, SettingsForm, Switch, useWorkspace } from '#kit'
import { useRefreshAccess } from './access.ts'
import { type Module as Described, useModuleSwitch, useModules } from './modules/queries.ts'

/** One module: what it does, what it may do, and how it is set up. */
export default function Module(): JSX.Element {
  const workspace = useWorkspace()
  const params = useParams<{ module: string }>()
  const modules = useModules()
  const found = () => (modules.isSuccess ? modules.data.data.find(({ id }) => id === params.module) : undefined)
  return (
    <Page title={found()?.title ?? 'Module'} {...(found() === undefined ? {} : { lead: found()?.description ?? '' })}>
      <A
        href={workspace().path('/modules')}
        class="focusable inline-flex min-h-6 w-fit items-center gap-1 rounded text-soft"
      >
        <span aria-hidden="true" class="i-lucide-arrow-left" /> All modules
      </A>
      <Loaded query={modules}>
        {() => (
          <When
            fallback={
              <div class="card">
                <Empty
                  icon="i-lucide-blocks"
                  title="There is no such module"
                  action={<LinkButton href={workspace().path('/modules')}>See all modules</LinkButton>}
                >
                  The link may be old.
                </Empty>
              </div>
            }
          >
            <Match when={found()}>{(module) => <Details module={module()} />}</Match>
          </When>
        )}
      </Loaded>
    </Page>
  )
}

function Details(props: { readonly module: Described }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const refreshAccess = useRefreshAccess()
  const turn = useModuleSwitch()
  const mayManage = () => workspace().can('plugins.manage')
  const hasSettings = () => Object.keys((props.module.settingsSchema.properties as object | undefined) ?? {}).length > 0
  const save = async (settings: Record<string, unknown>) => {
    const { id, title } = props.module
    await workspace().api(`/modules/${id}`, { method: 'PUT', body: { settings } })
    await Promise.all([queries.invalidateQueries({ queryKey: [workspace().slug, 'modules'] }), refreshAccess()])
    notify.done(`The settings of ${title} are saved`)
  }
  return (
    <>
      <section aria-label="On or off" class="card flex items-start gap-4 p-4 sm:p-5">
        <PluginIcon name={props.module.icon} off={!props.module.enabled} />
        <div class="min-w-0 flex-1">
          <Show
            when={mayManage()}
            fallback={<p class="font-medium">{props.module.enabled ? 'This module is on.' : 'This module is off.'}</p>}
          >
            <Switch
              label={`Use ${props.module.title}`}
              hint="Turned off, it disappears from view. Nothing in it is deleted."
              checked={props.module.enabled}
              onChange={(enabled) => turn(props.module, enabled)}
            />
          </Show>
        </div>
      </section>
      <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <section aria-labelledby="settings" class="card flex flex-col gap-4 p-4 sm:p-5">
          <h2 id="settings" class="text-lg font-semibold">
            Settings
          </h2>
          <Show when={!mayManage()}>
            <Note icon="i-lucide-lock">Owners and managers change these.</Note>
          </Show>
          <Show when={hasSettings()} fallback={<p class="text-soft">There is nothing to set up. It works as it is.</p>}>
            <SettingsForm
              action="Save"
              schema={props.module.settingsSchema}
              settings={props.module.settings}
              disabled={!mayManage()}
              save={save}
            />
          </Show>
        </section>
        <section aria-labelledby="rights" class="card p-4 sm:p-5">
          <h2 id="rights" class="text-lg font-semibold">
            What people may do with it
          </h2>
          <p class="mt-1 text-soft">Each depends on the role of the person, or on what an API key was given.</p>
          <ul class="mt-3 flex flex-col gap-2">
            <For each={props.module.permissions}>
              {(permission) => (
                <li class="flex items-start gap-2">
                  <span
                    aria-hidden="true"
                    class={`${workspace().can(permission.id) ? 'i-lucide-check text-good' : 'i-lucide-minus text-faint'} mt-1`}
                  />
                  <span>
                    {permission.title}
                    <span class="sr-only">{workspace().can(permission.id) ? ' (you may)' : ' (you may not)'}</span>
                  </span>
                </li>
              )}
            </For>
          </ul>
          <p class="mt-3 text-sm text-soft">A check marks what you may do yourself.</p>
          <p class="mt-1 text-sm text-soft">Version {props.module.version}</p>
        </section>
      </div>
    </>
  )
}
