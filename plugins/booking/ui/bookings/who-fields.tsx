import { createMemo, For, type JSX } from 'solid-js'
import { Choice } from '#kit'
import { useResources } from '../queries.ts'
import type { Need, Service } from '../types.ts'
import { kindWords } from '../words.ts'

export interface WhoFieldsProps {
  readonly service: Service | undefined
  /** The ids that are wanted; the others are chosen by turns. */
  readonly value: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
}

interface Place {
  readonly need: Need
  /** Which of the need's count it is. */
  readonly at: number
}

/** With whom, in which room, with what: a choice for each that the service takes and that leaves a choice. */
export function WhoFields(props: WhoFieldsProps): JSX.Element {
  const resources = useResources()
  const places = createMemo<Place[]>(() =>
    (props.service?.needs ?? [])
      .filter((need) => need.resources.length > 1)
      .flatMap((need) => Array.from({ length: need.count }, (_, at) => ({ need, at }))),
  )
  const idsIn = ({ need }: Place) => need.resources.map(({ resourceId }) => resourceId)
  const chosen = (place: Place) => props.value.filter((id) => idsIn(place).includes(id))[place.at] ?? ''
  const choose = (place: Place, id: string) => {
    const others = props.value.filter((each) => each !== chosen(place) && each !== id)
    props.onChange(id === '' ? others : [...others, id])
  }
  const labelOf = ({ need, at }: Place) => {
    const kind = resources.find(need.resources[0]?.resourceId)?.kind ?? 'person'
    const title = need.title ?? (kind === 'person' ? 'With' : kindWords[kind].one)
    return need.count > 1 ? `${title} ${at + 1}` : title
  }
  return (
    <For each={places()}>
      {(place) => (
        <Choice
          label={labelOf(place)}
          class="min-h-10.5"
          value={chosen(place)}
          options={[
            { value: '', label: 'Whoever is free' },
            ...idsIn(place).map((id) => ({ value: id, label: resources.find(id)?.name ?? 'Somebody' })),
          ]}
          onChange={(event) => choose(place, event.currentTarget.value)}
        />
      )}
    </For>
  )
}
