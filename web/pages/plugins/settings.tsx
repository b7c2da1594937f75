import { For, type JSX, Show } from 'solid-js'
import { Note, notify, SettingsForm, useWorkspace } from '#kit'
import type { Installed } from '../../shell/published-query.ts'
import { usePluginDeeds } from './queries.ts'
import { fieldOf, SecretField } from './secret-field.tsx'

/** How an installed plugin is set up: its settings, and its secrets, which go in and never come out. */
export function PluginSettings(props: { readonly plugin: Installed }): JSX.Element {
  const workspace = useWorkspace()
  const deeds = usePluginDeeds()
  const mayManage = () => workspace().can('plugins.manage')
  const hasAny = () =>
    Object.keys((props.plugin.settingsSchema.properties as object | undefined) ?? {}).length > 0 ||
    props.plugin.secrets.length > 0
  const save = async (settings: Record<string, unknown>, data: FormData) => {
    const given = props.plugin.secrets.map(({ name }) => [name, String(data.get(fieldOf(name)) ?? '')] as const)
    const secrets = Object.fromEntries(given.filter(([, value]) => value !== ''))
    await deeds.change(props.plugin.id, { settings, ...(Object.keys(secrets).length === 0 ? {} : { secrets }) })
    notify.done(`The settings of ${props.plugin.title} are saved`)
  }
  return (
    <section aria-labelledby="settings" class="card flex max-w-3xl flex-col gap-4 p-4 sm:p-5">
      <h2 id="settings" class="text-lg font-semibold">
        Settings
      </h2>
      <Show when={!mayManage()}>
        <Note icon="i-lucide-lock">Owners and managers change these.</Note>
      </Show>
      <Show when={hasAny()} fallback={<p class="text-soft">There is nothing to set up. It works as it is.</p>}>
        <SettingsForm
          action="Save"
          schema={props.plugin.settingsSchema}
          settings={props.plugin.settings}
          disabled={!mayManage()}
          save={save}
          more={(form) => (
            <For each={props.plugin.secrets}>
              {(secret) => <SecretField secret={secret} plugin={props.plugin} form={form} />}
            </For>
          )}
        />
      </Show>
    </section>
  )
}
