import { For, type JSX } from 'solid-js'
import { Fact } from '../records/fact.tsx'
import type { CustomField } from '../types.ts'
import { CustomInputs } from './custom-inputs.tsx'
import { showCustom } from './show-custom.ts'

export interface CustomFactsProps {
  readonly fields: readonly CustomField[]
  readonly custom: Readonly<Record<string, string | number | boolean | null>>
  readonly canWrite: boolean
  /** Saves one value; null takes it away. */
  readonly save: (key: string, value: string | null) => Promise<unknown>
}

/** What the workspace's own fields say of a record, each changed where it stands; formulas are read only. */
export function CustomFacts(props: CustomFactsProps): JSX.Element {
  return (
    <For each={props.fields}>
      {(field) => {
        const value = () => props.custom[field.key] ?? null
        return (
          <Fact<string>
            label={field.key}
            value={value() === null ? '' : String(value())}
            shown={showValue(value(), field)}
            isEmpty={value() === null}
            canWrite={props.canWrite && field.type !== 'formula'}
            pointer={`custom/${encodeURIComponent(field.key.replaceAll('~', '~0').replaceAll('/', '~1'))}`}
            save={(next) => props.save(field.key, next === '' ? null : next)}
            control={(control) => (
              <CustomInputs
                fields={[field]}
                values={{ [field.key]: control.value }}
                onChange={(_, next) => control.onChange(next)}
                wrong={() => control.error}
              />
            )}
          />
        )
      }}
    </For>
  )
}

function showValue(value: string | number | boolean | null, field: CustomField): string {
  return value === null ? '' : showCustom(value, field)
}
