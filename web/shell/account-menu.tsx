import * as Menu from '@kobalte/core/dropdown-menu'
import { useNavigate } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { createPanel } from '../kit/panel.ts'
import { PersonPicture } from '../kit/person-picture.tsx'
import { useOwnPicture } from './mine.ts'
import { signOut, user } from './session.ts'
import { chooseTheme, theme, themes } from './theme.ts'

const item =
  'flex min-h-10 cursor-pointer items-center gap-2 rounded-md px-3 py-2 outline-none data-[highlighted]:bg-raised'

/** Who is signed in: their profile, the colours of the page, and the way out. */
export function AccountMenu(props: { readonly wide?: boolean }): JSX.Element {
  const navigate = useNavigate()
  const keys = createPanel('keys')
  const name = () => user()?.name ?? ''
  const pictureUrl = useOwnPicture()
  return (
    <Menu.Root gutter={6} modal={false}>
      <Menu.Trigger class="focusable flex min-h-10 items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-raised">
        <PersonPicture name={name()} url={pictureUrl()} class="h-8 w-8 text-sm" />
        <Show when={props.wide} fallback={<span class="sr-only">Account of {name()}</span>}>
          <span class="min-w-0 flex-1 truncate">{name()}</span>
        </Show>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content class="z-50 min-w-56 rounded-xl border border-line bg-card p-1.5 shadow-lg">
          <p class="px-3 py-1.5 text-sm text-soft [overflow-wrap:anywhere]">{user()?.email}</p>
          <Menu.Item class={item} onSelect={() => navigate('/profile')}>
            <span aria-hidden="true" class="i-lucide-user-round" /> Profile and security
          </Menu.Item>
          {/* The menu gives the focus back before the list takes it. */}
          <Menu.Item class={item} onSelect={() => setTimeout(() => keys.open())}>
            <span aria-hidden="true" class="i-lucide-keyboard" /> Keyboard shortcuts
          </Menu.Item>
          <Menu.Separator class="my-1.5 border-line" />
          <Menu.RadioGroup value={theme()} onChange={chooseTheme}>
            <Menu.GroupLabel class="px-3 py-1 text-sm text-soft">Colours</Menu.GroupLabel>
            <For each={themes}>
              {(each) => (
                <Menu.RadioItem value={each.value} class={item} closeOnSelect={false}>
                  <span aria-hidden="true" class={each.icon} />
                  <span class="flex-1">{each.label}</span>
                  <Menu.ItemIndicator class="i-lucide-check text-accent" />
                </Menu.RadioItem>
              )}
            </For>
          </Menu.RadioGroup>
          <Menu.Separator class="my-1.5 border-line" />
          <Menu.Item class={item} onSelect={() => void signOut().then(() => navigate('/sign-in'))}>
            <span aria-hidden="true" class="i-lucide-log-out" /> Sign out
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}
