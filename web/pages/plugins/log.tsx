import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, Empty, formatDateTime, Loaded } from '#kit'
import type { Installed } from '../../shell/published-query.ts'
import type { LogEntry } from './contract.ts'
import { useLogs } from './queries.ts'

const levels = {
  debug: { word: 'Detail', tone: 'plain' },
  info: { word: 'Note', tone: 'plain' },
  warn: { word: 'Warning', tone: 'warn' },
  error: { word: 'Fault', tone: 'danger' },
} as const

/** What a plugin wrote down while it ran here; it helps its publisher to help you. */
export function Log(props: { readonly plugin: Installed }): JSX.Element {
  const logs = useLogs(() => props.plugin.id)
  return (
    <section aria-labelledby="log" class="flex flex-col gap-4">
      <div>
        <h2 id="log" class="text-lg font-semibold">
          What it wrote down
        </h2>
        <p class="text-soft">If something does not work, these lines help whoever publishes it to find out why.</p>
      </div>
      <div class="card">
        <Loaded query={logs} rows={5}>
          {(found) => (
            <Show
              when={found().pages.some(({ data }) => data.length > 0)}
              fallback={
                <Empty icon="i-lucide-scroll-text" title="It wrote nothing down so far">
                  That is a good sign, as long as it does what it should.
                </Empty>
              }
            >
              <ol class="divide-y divide-line">
                <For each={found().pages}>
                  {(page) => <For each={page.data}>{(entry) => <Line entry={entry} />}</For>}
                </For>
              </ol>
            </Show>
          )}
        </Loaded>
      </div>
      <Show when={logs.hasNextPage}>
        <Button class="self-center" busy={logs.isFetchingNextPage} onClick={() => void logs.fetchNextPage()}>
          Show more
        </Button>
      </Show>
    </section>
  )
}

function Line(props: { readonly entry: LogEntry }): JSX.Element {
  const level = () => levels[props.entry.level] ?? levels.info
  return (
    <li class="flex flex-col gap-1 px-4 py-3">
      <p class="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
        <Badge tone={level().tone}>{level().word}</Badge>
        <span>{formatDateTime(props.entry.at)}</span>
        <span>Version {props.entry.version}</span>
      </p>
      <p class="whitespace-pre-wrap font-mono text-sm [overflow-wrap:anywhere]">{props.entry.text}</p>
    </li>
  )
}
