import { useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, Keyed, known, notify, notifyUndo, Skeleton, useWorkspace } from '#kit'
import { type About, linkOf } from '../about.ts'
import { usePeople } from '../people/people.ts'
import { toQuery } from '../query-string.ts'
import { useDesk } from '../records/desk.ts'
import { notesKey } from '../records/keys.ts'
import type { NoteItem, Paged } from '../types.ts'
import { changeNote } from './change-note.ts'
import { NoteCard } from './note-card.tsx'
import { EditNote, NewNote } from './note-forms.tsx'

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
            <Keyed each={shown()}>
              {(note) => (
                <li data-note={note().id} class="card p-4">
                  <Show
                    when={editing() === note().id}
                    fallback={
                      <NoteCard
                        note={note()}
                        author={people.nameOf(note().authorId)}
                        authorPicture={people.pictureOf(note().authorId)}
                        canWrite={canWrite()}
                        onEdit={() => setEditing(note().id)}
                        onPin={() => run(changeNote(desk(), note(), { pinned: !note().pinned }))}
                        onDelete={() => run(remove(note()))}
                      />
                    }
                  >
                    <EditNote
                      note={note()}
                      onDone={() => {
                        setEditing(undefined)
                        focusNote(note().id)
                        void refresh()
                      }}
                    />
                  </Show>
                </li>
              )}
            </Keyed>
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
