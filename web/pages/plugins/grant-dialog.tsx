import { createSignal, type JSX } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, notify } from '#kit'
import type { Grants } from '../../../kernel/sandbox/grants.ts'
import type { Installed } from '../../shell/published-query.ts'
import { asAbove } from './as-above.ts'
import { GrantAmount } from './grant-amount.tsx'
import { copyOf, type GrantPart, withPart } from './grant-parts.ts'

export interface GrantDialogProps {
  readonly plugin: Installed
  readonly part: GrantPart
  readonly save: (grants: Grants) => Promise<void>
  readonly close: () => void
}

/** Lowers one thing that a plugin was granted, or raises it again, up to what it asks for. */
export function GrantDialog(props: GrantDialogProps): JSX.Element {
  const [grants, setGrants] = createSignal(copyOf(props.plugin.grants))
  const form = createForm(async () => {
    await props.save(grants()).catch(asAbove)
    props.close()
    notify.done('It holds from now on')
  })
  return (
    <Dialog title="How much of it?" open onClose={props.close}>
      <form novalidate class="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <p class="[overflow-wrap:anywhere]">{props.part.text}</p>
        <ErrorNote error={form.error()} />
        <GrantAmount
          autofocus
          part={props.part}
          asked={props.plugin.asked}
          granted={grants()}
          onChange={(change) => setGrants((before) => withPart(before, props.part, change))}
        />
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.close()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
