import { createSignal, type JSX } from 'solid-js'
import { Button } from './button.tsx'

export interface CopyLineProps {
  /** What it is: `API key`. */
  readonly label: string
  readonly value: string
}

/** A line of text to take along, with a button that copies it. */
export function CopyLine(props: CopyLineProps): JSX.Element {
  const [said, setSaid] = createSignal('')
  let line: HTMLElement | undefined
  const copy = () =>
    navigator.clipboard.writeText(props.value).then(
      () => setSaid('Copied'),
      () => {
        // Some browsers refuse; the text is then selected, one key press away.
        if (line !== undefined) window.getSelection()?.selectAllChildren(line)
        setSaid('Press Ctrl and C')
      },
    )
  return (
    <div class="flex flex-col gap-1.5">
      <p class="font-medium">{props.label}</p>
      <div class="flex flex-wrap items-center gap-2">
        <code
          ref={line}
          class="min-w-0 flex-1 basis-60 rounded-lg border border-line bg-page px-3 py-2 font-mono text-sm [overflow-wrap:anywhere]"
        >
          {props.value}
        </code>
        <Button icon="i-lucide-copy" aria-label={`Copy: ${props.label}`} onClick={() => void copy()}>
          Copy
        </Button>
        <span aria-live="polite" class="text-sm text-good">
          {said()}
        </span>
      </div>
    </div>
  )
}
