import { A } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Board, BoardCard, BoardColumn, type BoardMove, changeAhead, Keyed, Loaded, notify, useWorkspace } from '#kit'
import type { Block } from '../../kernel/sdk/pages.ts'
import { fillPath, routeAddress } from './address.ts'
import { readingKey, useCall, usePublishedPage, useReading } from './published-page.ts'
import { idOf, readField, recordsOf, writeField } from './read-field.ts'
import { Section } from './section.tsx'
import { ShownValue } from './shown-value.tsx'
import { wordsOf } from './words.ts'

type BoardBlock = Extract<Block, { block: 'board' }>

interface Card {
  readonly id: string
  readonly record: unknown
  readonly column: string
  readonly title: string
}

/** Cards in columns, which move by drag, by the menu of each card, or with Shift and the arrow keys. */
export function BoardBlockView(props: { readonly block: BoardBlock }): JSX.Element {
  const reading = useReading(() => props.block.from)
  return (
    <Section bare unnamed title={props.block.title} label="Board">
      <Loaded query={reading} rows={6}>
        {(answer) => <Columns block={props.block} answer={answer()} />}
      </Loaded>
    </Section>
  )
}

function Columns(props: { readonly block: BoardBlock; readonly answer: unknown }): JSX.Element {
  const calls = useCall()
  const move = useMove(() => props.block)
  const cards = createMemo(() => recordsOf(props.answer).flatMap((record) => cardOf(props.block, record)))
  const columns = () => props.block.columns.map(({ value, title }) => ({ id: value, title }))
  const canMove = () => props.block.move !== undefined && calls.may(props.block.move)
  const onMove = ({ id, columnId }: BoardMove) => {
    const card = cards().find((each) => each.id === id)
    // Cards have no order of their own within a column.
    if (card !== undefined && card.column !== columnId) move(card, columnId)
  }
  return (
    <Board label={props.block.title ?? 'Board'} columns={columns()} canMove={canMove()} onMove={onMove}>
      <For each={props.block.columns}>
        {(column) => {
          const inside = () => cards().filter((card) => card.column === column.value)
          return (
            <BoardColumn id={column.value} title={column.title} summary={`${inside().length}`}>
              <Keyed each={inside()}>
                {(card) => (
                  <BoardCard id={card().id} label={card().title} columnId={column.value}>
                    <CardContent block={props.block} card={card()} />
                  </BoardCard>
                )}
              </Keyed>
            </BoardColumn>
          )
        }}
      </For>
    </Board>
  )
}

function CardContent(props: { readonly block: BoardBlock; readonly card: Card }): JSX.Element {
  const workspace = useWorkspace()
  const page = usePublishedPage()
  const href = () => {
    const { opens } = props.block
    const path = opens === undefined ? undefined : fillPath(opens, [props.card.record, page().params])
    return path === undefined ? undefined : workspace().path(`/${page().plugin.id}${path}`)
  }
  return (
    <div class="flex min-w-0 flex-col gap-1">
      <Show when={href()} fallback={<p class="font-medium [overflow-wrap:anywhere]">{props.card.title}</p>}>
        {(address) => (
          <A
            href={address()}
            class="focusable inline-block min-h-6 rounded font-medium no-underline [overflow-wrap:anywhere]"
          >
            {props.card.title}
          </A>
        )}
      </Show>
      <For each={props.block.card.lines}>
        {(line) => (
          <p class="text-sm text-soft">
            <span class="sr-only">{line.title}: </span>
            <ShownValue shown={line} record={props.card.record} />
          </p>
        )}
      </For>
    </div>
  )
}

/** Moves a card at once for the eye, and back again where the plugin refuses. */
function useMove(block: () => BoardBlock): (card: Card, columnId: string) => void {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const page = usePublishedPage()
  const calls = useCall()
  return (card, columnId) => {
    const { move, by, from } = block()
    if (move === undefined) return
    const { plugin, params } = page()
    const change = (answer: unknown) => ({
      ...(answer as object),
      data: recordsOf(answer).map((record) => (idOf(record) === card.id ? writeField(record, by, columnId) : record)),
    })
    const send = () => calls.send(move, card.record, { [by.split('.').at(-1) ?? by]: columnId })
    const queryKey = readingKey(workspace().slug, plugin.id, routeAddress(plugin.id, from, [params]))
    changeAhead<unknown>(queries, { queryKey, change, send }).then(calls.renew, notify.failed)
  }
}

function cardOf({ by, card, columns }: BoardBlock, record: unknown): Card[] {
  const [id, value] = [idOf(record), readField(record, by)]
  const column = columns.find((each) => each.value === String(value))
  if (id === undefined || column === undefined) return []
  const title = wordsOf(readField(record, card.title), { as: 'text' }) || 'Without a name'
  return [{ id, record, column: column.value, title }]
}
