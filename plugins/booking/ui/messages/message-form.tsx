import { useQuery } from '@tanstack/solid-query'
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import {
  Button,
  createForm,
  ErrorNote,
  known,
  notify,
  notifyUndo,
  Problem,
  Switch,
  TextArea,
  TextField,
  useWorkspace,
} from '#kit'
import { refresh, useDesk } from '../desk.ts'
import { keyOf } from '../queries.ts'
import type { Message, MessageList, MessagePreview } from '../types.ts'

export interface MessageFormProps {
  readonly title: string
  readonly message: Message | undefined
  readonly placeholders: MessageList['placeholders']
}

const typingMs = 300

/** A message to write, and beside it how it reads with made-up names. */
export function MessageForm(props: MessageFormProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const [subject, setSubject] = createSignal(props.message?.subject ?? '')
  const [body, setBody] = createSignal(props.message?.body ?? '')
  const [isOn, setIsOn] = createSignal(props.message?.enabled ?? true)
  const kind = props.message?.kind ?? 'confirmed'
  let text: HTMLTextAreaElement | undefined
  const path = `/booking/messages/${kind}`
  const form = createForm(async () => {
    await workspace().api(path, { method: 'PUT', body: { enabled: isOn(), subject: subject(), body: body() } })
    notify.done(`${props.title}: saved`)
    await refresh(desk())
  })
  const insert = (name: string) => {
    const place = text?.selectionStart ?? body().length
    setBody(`${body().slice(0, place)}{${name}}${body().slice(text?.selectionEnd ?? place)}`)
    text?.focus()
    const after = place + name.length + 2
    text?.setSelectionRange(after, after)
  }
  const restore = async () => {
    const before = { enabled: isOn(), subject: subject(), body: body() }
    try {
      const original = await workspace().api<Message>(path, { method: 'DELETE' })
      setSubject(original.subject)
      setBody(original.body)
      await refresh(desk())
      notifyUndo(`${props.title}: the original words`, async () => {
        await workspace().api(path, { method: 'PUT', body: before })
        setSubject(before.subject)
        setBody(before.body)
        await refresh(desk())
      })
    } catch (error) {
      notify.failed(error)
    }
  }
  return (
    <div class="grid min-w-0 items-start gap-6 xl:grid-cols-2">
      <form class="card flex min-w-0 flex-col gap-4 p-4 sm:p-6" onSubmit={form.onSubmit}>
        <h2 class="text-lg font-semibold">{props.title}</h2>
        <ErrorNote error={form.error()} />
        <Switch label="Send it" checked={isOn()} onChange={setIsOn} />
        <TextField
          label="Subject"
          maxlength={200}
          value={subject()}
          error={form.wrong('subject')}
          onInput={(event) => setSubject(event.currentTarget.value)}
        />
        <TextArea
          ref={text}
          label="Text"
          hint="An empty line begins a new paragraph."
          rows={9}
          value={body()}
          error={form.wrong('body')}
          onInput={(event) => setBody(event.currentTarget.value)}
        />
        <fieldset class="m-0 min-w-0 p-0">
          <legend class="mb-1.5 p-0 text-sm text-soft">Put in what differs from booking to booking</legend>
          <div class="flex flex-wrap gap-2">
            <For each={props.placeholders}>
              {({ name, meaning }) => (
                <button
                  type="button"
                  title={meaning}
                  class="focusable min-h-8 rounded-full border border-line px-3 font-mono text-sm hover:bg-raised"
                  onClick={() => insert(name)}
                >
                  {`{${name}}`}
                  <span class="sr-only">: {meaning}</span>
                </button>
              )}
            </For>
          </div>
        </fieldset>
        <div class="flex flex-wrap justify-end gap-2">
          <Show when={props.message?.isOriginal === false}>
            <Button look="quiet" icon="i-lucide-rotate-ccw" onClick={() => void restore()}>
              Original words
            </Button>
          </Show>
          <Button type="submit" look="primary" busy={form.busy()}>
            Save
          </Button>
        </div>
      </form>
      <Preview kind={kind} subject={subject()} body={body()} />
    </div>
  )
}

function Preview(props: { readonly kind: string; readonly subject: string; readonly body: string }): JSX.Element {
  const workspace = useWorkspace()
  const [asked, setAsked] = createSignal({ subject: props.subject, body: props.body })
  const timer = setInterval(() => {
    const now = { subject: props.subject, body: props.body }
    if (now.subject !== asked().subject || now.body !== asked().body) setAsked(now)
  }, typingMs)
  onCleanup(() => clearInterval(timer))
  const query = useQuery(() => ({
    queryKey: keyOf(workspace().slug, 'preview', props.kind, asked()),
    queryFn: () =>
      workspace().api<MessagePreview>(`/booking/messages/${props.kind}/preview`, { method: 'POST', body: asked() }),
    placeholderData: (before: MessagePreview | undefined) => before,
    retry: false,
  }))
  const isUnfinished = () => query.error instanceof Problem && query.error.status === 422
  return (
    <section class="card min-w-0 p-4 sm:p-6" aria-labelledby="preview">
      <h2 id="preview" class="mb-3 text-lg font-semibold">
        How it reads
      </h2>
      <Show when={query.error}>
        <Show when={isUnfinished()} fallback={<ErrorNote error={query.error} />}>
          <p role="status" class="mb-3 rounded-lg bg-warn-soft px-3 py-2 text-warn">
            {Object.values((query.error as Problem).fields)[0] ?? 'Something in the text is not complete yet.'}
          </p>
        </Show>
      </Show>
      <Show when={known(query)}>
        {(preview) => (
          <div class="flex flex-col gap-3 rounded-lg border border-line bg-page p-4 [overflow-wrap:anywhere]">
            <p class="border-b border-line pb-3 font-semibold">{preview().subject}</p>
            <For each={preview().paragraphs}>{(paragraph) => <p class="whitespace-pre-line">{paragraph}</p>}</For>
          </div>
        )}
      </Show>
    </section>
  )
}
