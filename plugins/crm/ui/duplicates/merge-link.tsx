import { type JSX, Show } from 'solid-js'
import { LinkButton, useWorkspace } from '#kit'

/** Makes one of the chosen, where there are two or a few more. */
export function MergeLink(props: {
  readonly kind: 'contacts' | 'companies'
  readonly chosen: readonly { readonly id: string }[]
}): JSX.Element {
  const workspace = useWorkspace()
  const address = () =>
    workspace().path(`/crm/duplicates?kind=${props.kind}&merge=${props.chosen.map(({ id }) => id).join('~')}`)
  return (
    <Show when={props.chosen.length > 1 && props.chosen.length <= 11}>
      <LinkButton icon="i-lucide-merge" href={address()}>
        Merge
      </LinkButton>
    </Show>
  )
}
