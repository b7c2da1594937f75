import type { JSX } from 'solid-js'
import { LinkButton } from '#kit'
import { Outside } from './outside.tsx'

export default function Missing(): JSX.Element {
  return (
    <Outside title="There is no such page" lead="The link may be old, or a letter may be missing.">
      <LinkButton href="/" look="primary">
        To the start
      </LinkButton>
    </Outside>
  )
}
