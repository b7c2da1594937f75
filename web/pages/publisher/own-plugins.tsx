import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, type Column, createPanel, Empty, formatDate, formatNumber, Loaded, Table } from '#kit'
import { PublishedIcon } from '../../kit/published-icon.tsx'
import { installsWords } from '../marketplace/listing-card.tsx'
import { type OwnPlugin, type OwnVersion, useOwnPlugins } from './queries.ts'
import { YankDialog } from './yank-dialog.tsx'

const states = {
  submitted: { word: 'Is being looked at', tone: 'warn' },
  live: { word: 'In the marketplace', tone: 'good' },
  refused: { word: 'Refused', tone: 'danger' },
  yanked: { word: 'Called back', tone: 'danger' },
  rolled_back: { word: 'Rolled back by itself', tone: 'danger' },
} as const

/** What this publisher has published: how each version fares, and the way to call one back. */
export function OwnPlugins(): JSX.Element {
  const plugins = useOwnPlugins()
  const yank = createPanel('yank')
  const doomed = () =>
    plugins.isSuccess
      ? plugins.data.data
          .flatMap((plugin) => plugin.versions.map((version) => ({ plugin, version: version.version })))
          .find(({ plugin, version }) => `${plugin.id}@${version}` === yank.value())
      : undefined
  return (
    <section aria-labelledby="own" class="flex flex-col gap-3">
      <h2 id="own" class="text-lg font-semibold">
        Your plugins
      </h2>
      <Loaded query={plugins} rows={3}>
        {(list) => (
          <Show
            when={list().data.length > 0}
            fallback={
              <div class="card">
                <Empty icon="i-lucide-package" title="Nothing published yet">
                  Make a plugin with the command dpf create, try it with dpf dev, and send it with dpf publish.
                </Empty>
              </div>
            }
          >
            <ul class="flex flex-col gap-4">
              <For each={list().data}>
                {(plugin) => <OwnPluginCard plugin={plugin} yank={(version) => yank.open(`${plugin.id}@${version}`)} />}
              </For>
            </ul>
          </Show>
        )}
      </Loaded>
      <Show when={doomed()}>
        {(found) => <YankDialog plugin={found().plugin} version={found().version} close={yank.close} />}
      </Show>
    </section>
  )
}

interface OwnPluginCardProps {
  readonly plugin: OwnPlugin
  readonly yank: (version: string) => void
}

function OwnPluginCard(props: OwnPluginCardProps): JSX.Element {
  const columns: Column<OwnVersion>[] = [
    { id: 'version', title: 'Version', cell: ({ version }) => version },
    {
      id: 'state',
      title: 'State',
      cell: ({ state, reason }) => (
        <>
          <Badge tone={states[state].tone}>{states[state].word}</Badge>
          <Show when={reason}>
            {(words) => <span class="block text-sm text-soft [overflow-wrap:anywhere]">{words()}</span>}
          </Show>
        </>
      ),
    },
    { id: 'at', title: 'Sent', cell: ({ at }) => formatDate(at) },
    { id: 'installs', title: 'Workspaces', align: 'end', cell: ({ installs }) => formatNumber(installs) },
    { id: 'errors', title: 'Failures of the last day', align: 'end', cell: (version) => failuresWords(version) },
    {
      id: 'do',
      title: 'Actions',
      align: 'end',
      head: () => <span class="sr-only">Actions</span>,
      cell: ({ version, state }) => (
        <Show when={state === 'live'} fallback={<span class="text-soft sm:hidden">None</span>}>
          <Button
            look="quiet"
            aria-label={`Call back version ${version} of ${props.plugin.title}`}
            onClick={() => props.yank(version)}
          >
            Call back
          </Button>
        </Show>
      ),
    },
  ]
  return (
    <li class="card">
      <div class="flex flex-wrap items-center gap-3 border-b border-line p-4">
        <PublishedIcon name={props.plugin.icon} />
        <div class="min-w-0 flex-1">
          <h3 class="text-base font-semibold [overflow-wrap:anywhere]">{props.plugin.title}</h3>
          <p class="text-sm text-soft">{installsWords(props.plugin.installs)}</p>
          <Show when={props.plugin.killed}>
            <p class="text-danger [overflow-wrap:anywhere]">
              Whoever runs this platform has stopped it everywhere. {props.plugin.reason}
            </p>
          </Show>
        </div>
      </div>
      <Table label={`Versions of ${props.plugin.title}`} columns={columns} rows={props.plugin.versions} />
    </li>
  )
}

function failuresWords({ calls, errors }: OwnVersion): string {
  return calls === 0 ? 'Not called yet' : `${formatNumber(errors)} of ${formatNumber(calls)} calls`
}
