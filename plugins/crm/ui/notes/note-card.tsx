import { type JSX, Show } from 'solid-js'
import { Badge, formatDateTime, Menu, PersonPicture, relativeTime } from '#kit'
import type { NoteItem } from '../types.ts'

export interface NoteCardProps {
  readonly note: NoteItem
  readonly author: string
  readonly authorPicture: string | null
  readonly canWrite: boolean
  readonly onEdit: () => void
  readonly onPin: () => void
  readonly onDelete: () => void
}

/** A note to read: who wrote it, when, and what. */
export function NoteCard(props: NoteCardProps): JSX.Element {
  return (
    <>
      <div class="flex items-start justify-between gap-2">
        <Show when={props.author}>
          {(author) => <PersonPicture name={author()} url={props.authorPicture} class="h-7 w-7 text-xs" />}
        </Show>
        <p class="min-w-0 flex-1 self-center text-sm text-soft">
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
