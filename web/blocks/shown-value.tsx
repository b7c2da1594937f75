import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { Badge, known, useWorkspace } from '#kit'
import { readAll } from '../pages/read-all.ts'
import { safeLink } from './address.ts'
import { readField } from './read-field.ts'
import { type Shown, wordsOf } from './words.ts'

/** What is read at a glance stays on one line. */
const isShort: ReadonlySet<Shown['as']> = new Set(['number', 'money', 'date', 'time', 'yesNo'])
const mostShort = 28

/** A field of a record, as its block says: always text, whatever it holds. */
export function ShownValue(props: { readonly shown: Shown; readonly record: unknown }): JSX.Element {
  const value = () => readField(props.record, props.shown.field)
  const words = () => wordsOf(value(), props.shown)
  return (
    <Switch fallback={<span class="whitespace-pre-line [overflow-wrap:anywhere]">{words()}</span>}>
      <Match when={words() === ''}>
        <span class="text-faint">
          <span aria-hidden="true">–</span>
          <span class="sr-only">nothing</span>
        </span>
      </Match>
      <Match when={props.shown.as === 'badge'}>
        <span class={words().length <= mostShort ? 'whitespace-nowrap' : ''}>
          <Badge>{words()}</Badge>
        </span>
      </Match>
      <Match when={props.shown.as === 'person' && typeof value() === 'string'}>
        <PersonName id={words()} />
      </Match>
      <Match when={props.shown.as === 'link'}>
        <LinkOf value={words()} />
      </Match>
      <Match when={isShort.has(props.shown.as) && words().length <= mostShort}>
        <span class="whitespace-nowrap tabular-nums">{words()}</span>
      </Match>
    </Switch>
  )
}

/** A link where it leads to a page of the workspace or to another site over HTTPS, whose name is shown; else its letters. */
function LinkOf(props: { readonly value: string }): JSX.Element {
  const workspace = useWorkspace()
  const href = () => safeLink(props.value, `/w/${workspace().slug}`, window.location.origin)
  return (
    <Show when={href()} fallback={<span class="[overflow-wrap:anywhere]">{props.value}</span>}>
      {(address) => (
        <Show
          when={address().startsWith('/')}
          fallback={
            <a
              href={address()}
              target="_blank"
              rel="noopener noreferrer nofollow"
              class="focusable inline-block min-h-6 rounded text-accent [overflow-wrap:anywhere]"
            >
              {address()
                .replace(/^https:\/\//, '')
                .replace(/\/$/, '')}
              <span aria-hidden="true" class="i-lucide-external-link ml-1 text-sm" />
              <span class="sr-only"> (opens in a new window)</span>
            </a>
          }
        >
          <A href={address()} class="focusable inline-block min-h-6 rounded text-accent [overflow-wrap:anywhere]">
            {props.value}
          </A>
        </Show>
      )}
    </Show>
  )
}

/** Somebody who works here, by their id. */
function PersonName(props: { readonly id: string }): JSX.Element {
  const workspace = useWorkspace()
  const people = useQuery(() => ({
    queryKey: [workspace().slug, 'members', 'names'],
    queryFn: () => readAll<{ readonly id: string; readonly name: string }>(workspace(), '/members'),
    enabled: workspace().can('members.read'),
    staleTime: 300_000,
  }))
  return (
    <span class="[overflow-wrap:anywhere]">{known(people)?.find(({ id }) => id === props.id)?.name ?? 'Somebody'}</span>
  )
}
