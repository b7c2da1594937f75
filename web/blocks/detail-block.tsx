import { For, type JSX } from 'solid-js'
import { Loaded } from '#kit'
import type { Block } from '../../kernel/sdk/pages.ts'
import { Actions } from './actions.tsx'
import { useReading } from './published-page.ts'
import { Section } from './section.tsx'
import { ShownValue } from './shown-value.tsx'

/** One record: what is known of it, and what can be done to it. */
export function DetailBlockView(props: {
  readonly block: Extract<Block, { block: 'detail' }>
  readonly name: string
}): JSX.Element {
  const reading = useReading(() => props.block.from)
  return (
    <Section
      title={props.block.title}
      label="Details"
      actions={
        <Actions actions={reading.isSuccess ? props.block.actions : []} record={recordOf(reading)} name={props.name} />
      }
    >
      <Loaded query={reading} rows={4}>
        {(record) => (
          <dl class="grid gap-x-6 gap-y-3 px-4 pb-4 pt-1 sm:grid-cols-[minmax(8rem,14rem)_1fr]">
            <For each={props.block.fields}>
              {(shown) => (
                <div class="contents">
                  <dt class="-mb-3 text-sm text-soft sm:mb-0">{shown.title}</dt>
                  <dd class="min-w-0">
                    <ShownValue shown={shown} record={record()} />
                  </dd>
                </div>
              )}
            </For>
          </dl>
        )}
      </Loaded>
    </Section>
  )
}

function recordOf(reading: { readonly isSuccess: boolean; readonly data: unknown }): unknown {
  return reading.isSuccess ? reading.data : undefined
}
