import { useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import {
  Badge,
  Button,
  createForm,
  ErrorNote,
  formatDateTime,
  known,
  Menu,
  notify,
  notifyUndo,
  relativeTime,
  Skeleton,
  TextArea,
  useWorkspace,
} from '#kit'
import { type About, linkOf } from '../about.ts'
import { usePeople } from '../people/people.ts'
import { toQuery } from '../query-string.ts'
import { type Desk, useDesk } from '../records/desk.ts'
import { notesKey } from '../records/keys.ts'
import type { NoteItem, Paged } from '../types.ts'

/** What people wrote down about a record, the pinned first. */
export function NoteList(props: { readonly about: About }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const people = usePeople()
  const key = () => notesKey(workspace().slug, props.about.noun, props.about.id)
  const query = useInfiniteQuery(() => ({
    queryKey: key(),
    queryFn: ({ pageParam, signal }) =>
      workspace().api<Paged<NoteItem>>(
        `/crm/notes?${toQuery({ [linkOf(props.about)]: props.about.id, limit: 50, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page: Paged<NoteItem>) => page.nextCursor,
  }))
  const notes = createMemo(() => known(query)?.pages.flatMap(({ data }) => data) ?? [])
  const shown = createMemo(() => [
    ...notes().filter(({ pinned }) => pinned),
    ...notes().filter(({ pinned }) => !pinned),
  ])
  const canWrite = () => workspace().can('crm.notes.write')
  const refresh = () => desk().client.invalidateQueries({ queryKey: [workspace().slug, 'crm'] })
  const [editing, setEditing] = createSignal<string>()
  let list: HTMLUListElement | undefined
  const focusNote = (id: string) =>
    setTimeout(() => list?.querySelector<HTMLElement>(`[data-note="${id}"] button`)?.focus())
  const run = (work: Promise<unknown>) => void work.then(refresh).catch(notify.failed)
  const remove = async (note: NoteItem) => {
    await workspace().api(`/crm/notes/${note.id}`, { method: 'DELETE', headers: { 'if-match': `"${note.version}"` } })
    notifyUndo('Note deleted', async () => {
      await workspace().api(`/crm/notes/${note.id}/restore`, { method: 'POST' })
      await refresh()
    })
  }
  return (
    <div class="flex flex-col gap-4">
      <Show when={canWrite()}>
        <NewNote about={props.about} onAdded={refresh} />
      </Show>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <Show when={!query.isPending} fallback={<Skeleton rows={3} />}>
        <Show when={shown().length > 0} fallback={<p class="text-soft">Nothing is written down yet.</p>}>
          <ul ref={list} class="flex flex-col gap-3" aria-label="Notes">
            <For each={shown().map(({ id }) => id)}>
              {(id) => (
                <Show when={shown().find((note) => note.id === id)}>
                  {(note) => (
                    <li data-note={id} class="card p-4">
                      <Show
                        when={editing() === id}
                        fallback={
                          <NoteCard
                            note={note()}
                            author={people.nameOf(note().authorId)}
                            canWrite={canWrite()}
                            onEdit={() => setEditing(id)}
                            onPin={() => run(changeNote(desk(), note(), { pinned: !note().pinned }))}
                            onDelete={() => run(remove(note()))}
                          />
                        }
                      >
                        <EditNote
                          note={note()}
                          onDone={() => {
                            setEditing(undefined)
                            focusNote(id)
                            void refresh()
                          }}
                        />
                      </Show>
                    </li>
                  )}
                </Show>
              )}
            </For>
          </ul>
        </Show>
        <Show when={query.hasNextPage}>
          <Button class="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </Show>
      </Show>
    </div>
  )
}

async function changeNote({ workspace }: Desk, note: NoteItem, patch: Partial<NoteItem>): Promise<NoteItem> {
  return workspace.api<NoteItem>(`/crm/notes/${note.id}`, {
    method: 'PATCH',
    body: patch,
    headers: { 'if-match': `"${note.version}"` },
  })
}

interface NoteCardProps {
  readonly note: NoteItem
  readonly author: string
  readonly canWrite: boolean
  readonly onEdit: () => void
  readonly onPin: () => void
  readonly onDelete: () => void
}

function NoteCard(props: NoteCardProps): JSX.Element {
  return (
    <>
      <div class="flex items-start justify-between gap-2">
        <p class="text-sm text-soft">
          <Show when={props.note.pinned}>
            <span class="mr-2">
              <Badge tone="accent">Pinned</Badge>
            </span>
          </Show>
          {props.author}
          {props.author === '' ? '' : ', '}
          <time dateTime={props.note.createdAt} title={formatDateTime(props.note.createdAt)}>
            {relativeTime(props.note.createdAt)}
          </time>
          {props.note.updatedAt === props.note.createdAt ? '' : ' (changed)'}
        </p>
        <Show when={props.canWrite}>
          <Menu
            label="Actions for this note"
            class="-mr-2 -mt-2"
            items={[
              { label: 'Change', icon: 'i-lucide-pencil', onSelect: props.onEdit },
              {
                label: props.note.pinned ? 'Do not keep it at the top' : 'Keep it at the top',
                icon: props.note.pinned ? 'i-lucide-pin-off' : 'i-lucide-pin',
                onSelect: props.onPin,
              },
              { label: 'Delete', icon: 'i-lucide-trash-2', danger: true, onSelect: props.onDelete },
            ]}
          />
        </Show>
      </div>
      <p class="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{props.note.body}</p>
    </>
  )
}

function NewNote(props: { readonly about: About; readonly onAdded: () => Promise<unknown> }): JSX.Element {
  const workspace = useWorkspace()
  const form = createForm(async (data, element) => {
    const body = String(data.get('body') ?? '').trim()
    if (body === '') return element.querySelector('textarea')?.focus()
    await workspace().api('/crm/notes', { method: 'POST', body: { body, [linkOf(props.about)]: props.about.id } })
    element.reset()
    element.querySelector('textarea')?.focus()
    await props.onAdded()
  })
  return (
    <form class="flex flex-col gap-2" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TextArea label="New note" name="body" rows={3} maxlength={20_000} error={form.wrong('body')} />
      <div class="flex justify-end">
        <Button type="submit" icon="i-lucide-plus" busy={form.busy()}>
          Add note
        </Button>
      </div>
    </form>
  )
}

function EditNote(props: { readonly note: NoteItem; readonly onDone: () => void }): JSX.Element {
  const desk = useDesk()
  // What the form began with.
  const note = props.note
  const form = createForm(async (data) => {
    await changeNote(desk(), note, { body: String(data.get('body') ?? '').trim() })
    props.onDone()
  })
  return (
    <form class="flex flex-col gap-3" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <TextArea
        label="Change the note"
        name="body"
        rows={5}
        maxlength={20_000}
        value={note.body}
        error={form.wrong('body')}
        ref={(area) => setTimeout(() => area.focus())}
      />
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onDone()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Save
        </Button>
      </div>
    </form>
  )
}
