import { type JSX, Show } from 'solid-js'
import { Button, createPanel, Dialog, Empty, LinkButton, Loaded, notify, useWorkspace } from '#kit'
import { OwnDevices } from './own-devices.tsx'
import { useNotifications, useRead } from './queries.ts'
import { NotificationRows } from './rows.tsx'

/** What is behind the bell: the newest, in front of the page that is open. */
export default function NotificationPanel(): JSX.Element {
  const workspace = useWorkspace()
  const panel = createPanel('bell')
  const list = useNotifications(() => false)
  const read = useRead()
  const newest = () => (list.isSuccess ? list.data.pages[0]?.data : undefined)
  const hasNew = () => newest()?.some(({ readAt }) => readAt === null) === true
  const readAll = () => {
    const upTo = newest()?.[0]?.id
    if (upTo !== undefined) void read({ upTo }).catch(notify.failed)
  }
  return (
    <Dialog title="Notifications" open onClose={panel.close}>
      <div class="flex flex-col gap-4">
        <div class="flex flex-wrap gap-2">
          <LinkButton href={workspace().path('/notifications')} icon="i-lucide-list">
            See all
          </LinkButton>
          <LinkButton href={workspace().path('/notifications/choices')} look="quiet" icon="i-lucide-sliders-horizontal">
            How you are told
          </LinkButton>
          <Show when={hasNew()}>
            <Button look="quiet" icon="i-lucide-check-check" onClick={readAll}>
              Mark all as read
            </Button>
          </Show>
        </div>
        <OwnDevices brief />
        <div class="-mx-6 border-t border-line" aria-busy={list.isFetching}>
          <Loaded query={list} rows={4}>
            {(found) => (
              <Show
                when={found().pages.some(({ data }) => data.length > 0)}
                fallback={
                  <Empty icon="i-lucide-bell" title="Nothing yet">
                    When somebody gives you a task, or something else concerns you, it is told here.
                  </Empty>
                }
              >
                <NotificationRows pages={found().pages.slice(0, 1)} />
              </Show>
            )}
          </Loaded>
        </div>
      </div>
    </Dialog>
  )
}
