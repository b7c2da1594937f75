import * as Menu from '@kobalte/core/dropdown-menu'
import { useNavigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { For, type JSX } from 'solid-js'
import { api } from './session.ts'
import { useWorkspace } from './use-workspace.ts'

const item =
  'flex min-h-10 cursor-pointer items-center gap-2 rounded-md px-3 py-2 outline-none data-[highlighted]:bg-raised'

/** The name of the workspace, and the way to another one. */
export function WorkspaceMenu(): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const tenants = useQuery(() => ({
    queryKey: ['workspaces'],
    queryFn: () => api<{ data: { id: string; slug: string; name: string }[] }>('/tenants'),
  }))
  return (
    <Menu.Root gutter={6}>
      <Menu.Trigger class="focusable flex min-h-10 w-full items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-raised">
        <span
          aria-hidden="true"
          class="grid h-8 w-8 shrink-0 place-items-center rounded-lg bg-accent font-semibold text-on-accent"
        >
          {workspace().name.slice(0, 1).toUpperCase()}
        </span>
        <span class="min-w-0 flex-1 truncate font-semibold">{workspace().name}</span>
        <span aria-hidden="true" class="i-lucide-chevrons-up-down text-soft" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content class="z-50 max-h-[60vh] min-w-60 overflow-y-auto rounded-xl border border-line bg-card p-1.5 shadow-lg">
          <For each={tenants.data?.data ?? []}>
            {(tenant) => (
              <Menu.Item class={item} onSelect={() => navigate(`/w/${tenant.slug}`)}>
                <span class="min-w-0 flex-1 truncate">{tenant.name}</span>
                <span aria-hidden="true" class={tenant.id === workspace().id ? 'i-lucide-check text-accent' : ''} />
              </Menu.Item>
            )}
          </For>
          <Menu.Separator class="my-1.5 border-line" />
          <Menu.Item class={item} onSelect={() => navigate('/workspaces')}>
            <span aria-hidden="true" class="i-lucide-plus" /> New workspace
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}
