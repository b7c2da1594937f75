import { useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button, Empty, LinkButton, Loaded, notify, Page, useWorkspace } from '#kit'
import { useNotifications, useRead } from '../shell/notifications/queries.ts'
import { NotificationRows } from '../shell/notifications/rows.tsx'

/** Everything that the person was told here in the last 90 days. */
export default function Notifications(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams<{ show: string }>()
  const onlyUnread = () => search.show === 'unread'
  const list = useNotifications(onlyUnread)
  const read = useRead()
  const newest = () => (list.isSuccess ? list.data.pages[0]?.data[0] : undefined)
  const readAll = () => {
    const upTo = newest()?.id
    if (upTo !== undefined) void read({ upTo }).then(() => notify.done('All of it is marked as read'), notify.failed)
  }
  return (
    <Page
      title="Notifications"
      lead="What concerned you in this workspace in the last 90 days. Only you see it."
      actions={
        <>
          <Show when={newest() !== undefined}>
            <Button icon="i-lucide-check-check" onClick={readAll}>
              Mark all as read
            </Button>
          </Show>
          <LinkButton href={workspace().path('/notifications/choices')} icon="i-lucide-sliders-horizontal">
            How you are told
          </LinkButton>
        </>
      }
    >
      <div class="flex flex-wrap gap-2">
        <Button aria-pressed={!onlyUnread()} onClick={() => setSearch({ show: undefined }, { replace: true })}>
          <Chosen when={!onlyUnread()} /> All
        </Button>
        <Button aria-pressed={onlyUnread()} onClick={() => setSearch({ show: 'unread' }, { replace: true })}>
          <Chosen when={onlyUnread()} /> Unread
        </Button>
      </div>
      <section aria-label="What you were told" class="card overflow-hidden" aria-busy={list.isFetching}>
        <Loaded query={list} rows={6}>
          {(found) => (
            <Show
              when={found().pages.some(({ data }) => data.length > 0)}
              fallback={<Nothing onlyUnread={onlyUnread()} showAll={() => setSearch({ show: undefined })} />}
            >
              <NotificationRows pages={found().pages} />
            </Show>
          )}
        </Loaded>
      </section>
      <Show when={list.hasNextPage}>
        <Button class="self-center" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      </Show>
    </Page>
  )
}

function Chosen(props: { readonly when: boolean }): JSX.Element {
  return (
    <Show when={props.when}>
      <span aria-hidden="true" class="i-lucide-check" />
    </Show>
  )
}

function Nothing(props: { readonly onlyUnread: boolean; readonly showAll: () => void }): JSX.Element {
  return (
    <Show
      when={props.onlyUnread}
      fallback={
        <Empty icon="i-lucide-bell" title="Nothing yet">
          When somebody gives you a task, or something else concerns you, it is told here.
        </Empty>
      }
    >
      <Empty
        icon="i-lucide-check-check"
        title="You have read everything"
        action={<Button onClick={() => props.showAll()}>Show all</Button>}
      >
        What comes next rings the bell.
      </Empty>
    </Show>
  )
}
