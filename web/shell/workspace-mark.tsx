import { type JSX, Show } from 'solid-js'
import { accentFor } from './accent.ts'

export interface WorkspaceMarkProps {
  readonly name: string
  readonly logoUrl: string | null
  readonly colour: string | null
  /** A list's row is higher than the head of the sidebar. */
  readonly large?: boolean
}

/** A workspace's logo, or the first letter of its name in its colour; the name stands beside it. */
export function WorkspaceMark(props: WorkspaceMarkProps): JSX.Element {
  const size = () => (props.large === true ? 'h-10 w-10' : 'h-8 w-8')
  return (
    <Show
      when={props.logoUrl}
      fallback={
        <span
          aria-hidden="true"
          class={`grid ${size()} shrink-0 place-items-center rounded-lg font-semibold ${props.colour === null ? 'bg-accent text-on-accent' : ''}`}
          style={paintOf(props.colour)}
        >
          {[...props.name][0]?.toUpperCase()}
        </span>
      }
    >
      {(url) => (
        <img src={url()} alt="" class={`${size()} shrink-0 rounded-lg border border-line bg-white object-contain`} />
      )}
    </Show>
  )
}

/** Its own colour in each theme, as it can be read there; the page's accent belongs to the workspace that is open. */
function paintOf(colour: string | null): JSX.CSSProperties {
  if (colour === null) return {}
  const [light, dark] = [accentFor(colour, 'light'), accentFor(colour, 'dark')]
  return {
    background: `light-dark(${light.accent}, ${dark.accent})`,
    color: `light-dark(${light.onAccent}, ${dark.onAccent})`,
  }
}
