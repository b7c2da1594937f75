import { type JSX, Match, Switch } from 'solid-js'
import { Badge } from '#kit'
import type { StoredFile } from '../types.ts'

/** A word about a file that is not simply there. */
export function FileState(props: { readonly file: StoredFile }): JSX.Element {
  return (
    <Switch>
      <Match when={props.file.state === 'checking'}>
        <Badge tone="warn">Being checked</Badge>
      </Match>
      <Match when={props.file.state === 'quarantined'}>
        <Badge tone="danger">Locked away</Badge>
      </Match>
      <Match when={props.file.state === 'deleted'}>
        <Badge>Deleted</Badge>
      </Match>
      <Match when={props.file.public}>
        <Badge tone="accent">For everybody</Badge>
      </Match>
    </Switch>
  )
}
