import { ErrorBoundary, type JSX, Match, Switch } from 'solid-js'
import { Note } from '#kit'
import type { Block } from '../../kernel/sdk/pages.ts'
import { Actions } from './actions.tsx'
import { BoardBlockView } from './board-block.tsx'
import { ChartBlockView } from './chart-block.tsx'
import { DetailBlockView } from './detail-block.tsx'
import { FormBlockView } from './form-block.tsx'
import { Section } from './section.tsx'
import { TableBlockView } from './table-block.tsx'

export interface BlockViewProps {
  readonly block: Block
  /** Tells it from the others on its page: `b1`. */
  readonly name: string
}

/** One block of a published plugin's page. What cannot be drawn is said in its place, and the rest of the page stays. */
export function BlockView(props: BlockViewProps): JSX.Element {
  const only = <Name extends Block['block']>(name: Name) =>
    props.block.block === name ? (props.block as Extract<Block, { block: Name }>) : undefined
  return (
    <ErrorBoundary fallback={<Broken />}>
      <Switch fallback={<Broken />}>
        <Match when={only('text')}>{(block) => <TextBlock block={block()} />}</Match>
        <Match when={only('table')}>{(block) => <TableBlockView block={block()} name={props.name} />}</Match>
        <Match when={only('detail')}>{(block) => <DetailBlockView block={block()} name={props.name} />}</Match>
        <Match when={only('form')}>{(block) => <FormBlockView block={block()} />}</Match>
        <Match when={only('board')}>{(block) => <BoardBlockView block={block()} />}</Match>
        <Match when={only('chart')}>{(block) => <ChartBlockView block={block()} />}</Match>
        <Match when={only('actions')}>
          {(block) => (
            <Section bare title={block().title} label="Actions">
              <div class="flex flex-wrap gap-2">
                <Actions actions={block().actions} name={props.name} />
              </div>
            </Section>
          )}
        </Match>
      </Switch>
    </ErrorBoundary>
  )
}

/** Plain paragraphs, however their letters look. */
function TextBlock(props: { readonly block: Extract<Block, { block: 'text' }> }): JSX.Element {
  return (
    <Section bare title={props.block.title} label="Text">
      <p class="max-w-2xl whitespace-pre-line [overflow-wrap:anywhere]">{props.block.text}</p>
    </Section>
  )
}

function Broken(): JSX.Element {
  return (
    <Note icon="i-lucide-circle-alert">
      This part of the page cannot be shown. The rest works; tell whoever publishes this plugin.
    </Note>
  )
}
