import { For, type JSX, Show } from 'solid-js'
import type { Role } from '../../shell/use-workspace.ts'
import { roleNames } from '../role-names.ts'

export interface RoleRightsProps {
  readonly permissions: readonly { readonly id: string; readonly title: string; readonly roles: readonly Role[] }[]
  /** Those that whoever looks has. */
  readonly mine?: readonly string[]
}

const roles: readonly Role[] = ['owner', 'admin', 'member', 'viewer']

/** What people may do with a plugin, each with the roles that have it. */
export function RoleRights(props: RoleRightsProps): JSX.Element {
  return (
    <section aria-labelledby="rights" class="card p-4 sm:p-5">
      <h2 id="rights" class="text-lg font-semibold">
        What your people may do with it
      </h2>
      <Show
        when={props.permissions.length > 0}
        fallback={<p class="mt-2 text-soft">There is nothing in it that people do themselves.</p>}
      >
        <ul class="mt-3 flex flex-col gap-3">
          <For each={props.permissions}>
            {(permission) => (
              <li>
                <p class="[overflow-wrap:anywhere]">
                  {permission.title}
                  <Show when={props.mine?.includes(permission.id) === true}>
                    <span class="text-sm text-soft"> (you may)</span>
                  </Show>
                </p>
                <p class="text-sm text-soft">{rolesWords(permission.roles)}</p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}

function rolesWords(given: readonly Role[]): string {
  const names = roles.filter((role) => given.includes(role)).map((role) => roleNames[role])
  return names.length === 0 ? 'Nobody by their role; an API key can be given it' : names.join(', ')
}
