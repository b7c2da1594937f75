import { useNavigate } from '@solidjs/router'
import { For, type JSX, Show, untrack } from 'solid-js'
import { Button, createForm, ErrorNote, Loaded, Note, notify, useWorkspace } from '#kit'
import type { Block } from '../../kernel/sdk/pages.ts'
import { fillPath } from './address.ts'
import { atEntries, bodyOf } from './entries.ts'
import { EntryField } from './entry-field.tsx'
import { useCall, usePublishedPage, useReading } from './published-page.ts'
import { Section } from './section.tsx'

export type FormBlock = Extract<Block, { block: 'form' }>

/** A form that makes something, or changes what a route answers. */
export function FormBlockView(props: { readonly block: FormBlock }): JSX.Element {
  const calls = useCall()
  return (
    <Section title={props.block.title} label="Form">
      <div class={`px-4 pb-4 ${props.block.title === undefined ? 'pt-4' : ''}`}>
        <Show
          when={calls.may(props.block.send)}
          fallback={<Note icon="i-lucide-lock">Ask somebody who manages this workspace to let you do this.</Note>}
        >
          <Show when={props.block.from} fallback={<Fields block={props.block} record={undefined} />}>
            {(from) => <Prefilled block={props.block} from={from()} />}
          </Show>
        </Show>
      </div>
    </Section>
  )
}

function Prefilled(props: { readonly block: FormBlock; readonly from: string }): JSX.Element {
  const reading = useReading(() => props.from)
  return (
    <Loaded query={reading} rows={4}>
      {/* As it was when the form came: what is typed meanwhile is not written over. */}
      {(answer) => <Fields block={props.block} record={untrack(() => plainOf(answer()))} />}
    </Loaded>
  )
}

function Fields(props: { readonly block: FormBlock; readonly record: unknown }): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const calls = useCall()
  const page = usePublishedPage()
  const form = createForm(async (data, element) => {
    const { entries, send, done, next, from } = props.block
    const body = bodyOf(entries, data, {
      before: props.record,
      currency: workspace().currency,
      isChange: from !== undefined,
    })
    const answer = await calls.call(send, props.record, body).catch((error: unknown) => {
      throw atEntries(error, entries)
    })
    notify.done(done ?? 'Saved')
    const path = next === undefined ? undefined : fillPath(next, [answer, props.record, page().params])
    if (path !== undefined) navigate(workspace().path(`/${page().plugin.id}${path}`))
    else if (from === undefined) element.reset()
  })
  return (
    <form novalidate class="flex max-w-xl flex-col gap-5" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <For each={props.block.entries}>
        {(entry) => (
          <EntryField
            entry={entry}
            before={props.record}
            currency={workspace().currency}
            error={form.wrong(entry.name)}
          />
        )}
      </For>
      <div>
        <Button type="submit" look="primary" busy={form.busy()}>
          {props.block.button}
        </Button>
      </div>
    </form>
  )
}

/** Out of the store that the answer is kept in. */
function plainOf(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer ?? null))
}
