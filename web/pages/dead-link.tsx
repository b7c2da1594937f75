import type { JSX } from 'solid-js'
import { LinkButton, Problem } from '#kit'

/** Whether the API says that the link itself is of no use any more. */
export function isDeadLink(error: unknown): boolean {
  return error instanceof Problem && (error.code === 'kernel.tokenSpent' || error.fields.token !== undefined)
}

export interface DeadLinkProps {
  /** Why a link like this stops working, and what to do now. */
  readonly children: JSX.Element
  readonly href: string
  /** The words on the button. */
  readonly action: string
}

/** What a person finds behind a link of a mail that is used up, too old or cut off. */
export function DeadLink(props: DeadLinkProps): JSX.Element {
  return (
    <div class="flex flex-col gap-4">
      <div role="alert" class="rounded-lg bg-warn-soft px-4 py-3 text-warn">
        <p class="font-medium">This link does not work any more.</p>
        <p class="mt-1">{props.children}</p>
      </div>
      <LinkButton href={props.href} look="primary">
        {props.action}
      </LinkButton>
    </div>
  )
}
