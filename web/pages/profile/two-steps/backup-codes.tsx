import { createSignal, For, type JSX } from 'solid-js'
import { Button } from '#kit'

/** Backup codes, the only time that they are shown: to copy, to save or to write down. */
export function BackupCodes(props: { readonly codes: readonly string[] }): JSX.Element {
  const [said, setSaid] = createSignal('')
  let list: HTMLOListElement | undefined
  const text = () => props.codes.join('\n')
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setSaid('Copied'),
      () => {
        if (list !== undefined) window.getSelection()?.selectAllChildren(list)
        setSaid('Press Ctrl and C')
      },
    )
  const save = () => {
    const about = `Backup codes for signing in at ${window.location.host}. Each works once.\n\n${text()}\n`
    const url = URL.createObjectURL(new Blob([about], { type: 'text/plain' }))
    Object.assign(document.createElement('a'), { href: url, download: 'backup-codes.txt' }).click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
    setSaid('Saved')
  }
  return (
    <div class="flex flex-col gap-3">
      <p>
        Keep these backup codes where you find them without your phone. Each one signs you in once when nothing else is
        at hand. <strong>They are shown only now.</strong>
      </p>
      <ol
        ref={list}
        aria-label="Backup codes"
        class="grid gap-x-6 gap-y-1 rounded-lg border border-line bg-page p-4 font-mono text-sm sm:grid-cols-2"
      >
        <For each={props.codes}>{(code) => <li>{code}</li>}</For>
      </ol>
      <div class="flex flex-wrap items-center gap-2">
        <Button icon="i-lucide-copy" autofocus onClick={() => void copy()}>
          Copy all
        </Button>
        <Button icon="i-lucide-download" onClick={save}>
          Save as a file
        </Button>
        <span aria-live="polite" class="text-sm text-good">
          {said()}
        </span>
      </div>
    </div>
  )
}
