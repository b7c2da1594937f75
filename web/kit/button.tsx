import { A } from '@solidjs/router'
import { type JSX, Show, splitProps } from 'solid-js'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'

const looks: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-on-accent hover:opacity-90',
  plain: 'border border-line bg-card hover:bg-raised',
  quiet: 'hover:bg-raised',
  danger: 'bg-danger text-page hover:opacity-90',
}
const shape =
  'focusable inline-flex min-h-10 items-center justify-center gap-2 rounded-lg px-4 py-2 font-medium no-underline disabled:cursor-default disabled:opacity-60 aria-disabled:cursor-default aria-disabled:opacity-60'

export interface ButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'onClick'> {
  readonly onClick?: JSX.EventHandler<HTMLButtonElement, MouseEvent>
  readonly look?: Look
  /** A Lucide icon's class, `i-lucide-plus`. */
  readonly icon?: string
  /** Shows that the work is under way, and takes no second press meanwhile. */
  readonly busy?: boolean
}

/** A button that does something here. */
export function Button(props: ButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, ['look', 'icon', 'busy', 'class', 'children', 'disabled', 'onClick'])
  // Not `disabled` while busy: the focus would be lost with it.
  const press: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (own.busy === true) event.preventDefault()
    else own.onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      disabled={own.disabled === true}
      aria-disabled={own.busy === true ? true : undefined}
      onClick={press}
      aria-busy={own.busy === true}
      class={`${shape} ${looks[own.look ?? 'plain']} ${own.class ?? ''}`}
    >
      <Show when={own.busy === true} fallback={<Icon name={own.icon} />}>
        <span aria-hidden="true" class="i-lucide-loader-circle animate-spin" />
      </Show>
      {own.children}
    </button>
  )
}

export interface LinkButtonProps {
  readonly href: string
  readonly look?: Look
  readonly icon?: string
  readonly children: JSX.Element
}

/** A link to another page that looks like a button. */
export function LinkButton(props: LinkButtonProps): JSX.Element {
  return (
    <A href={props.href} class={`${shape} ${looks[props.look ?? 'plain']}`}>
      <Icon name={props.icon} />
      {props.children}
    </A>
  )
}

function Icon(props: { readonly name: string | undefined }): JSX.Element {
  return <Show when={props.name}>{(name) => <span aria-hidden="true" class={name()} />}</Show>
}
