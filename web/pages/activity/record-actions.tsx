import { createSignal, type JSX, Match, Switch } from 'solid-js'
import { Button, ErrorNote, formatNumber, notify, useWorkspace } from '#kit'
import { type Filter, queryOf } from './queries.ts'

interface Verified {
  readonly ok: boolean
  readonly records: number
  readonly fault: { readonly kind: string; readonly seq: number } | null
}

const faults: Readonly<Record<string, string>> = {
  edited: 'was changed after it was written',
  deleted: 'is missing',
  inserted: 'was put in afterwards',
  reordered: 'is not in its place',
  truncated: 'and all after it are missing',
  'checkpoint forged': 'has a signature that is not ours',
}

/** Takes the record along as a file, or proves that nobody has changed it. */
export function RecordActions(props: { readonly filter: Filter }): JSX.Element {
  const workspace = useWorkspace()
  const [busy, setBusy] = createSignal('')
  const [verified, setVerified] = createSignal<Verified>()
  const [error, setError] = createSignal<unknown>()
  const save = async (format: 'csv' | 'ndjson') => {
    setBusy(format)
    const query = queryOf(props.filter)
    query.set('format', format)
    await workspace().download(`/audit/export?${query}`, `record.${format}`).catch(notify.failed)
    setBusy('')
  }
  const check = async () => {
    setBusy('check')
    setError(undefined)
    setVerified(undefined)
    await workspace().api<Verified>('/audit/verify').then(setVerified, setError)
    setBusy('')
  }
  return (
    <div class="flex flex-col gap-3">
      <div class="flex flex-wrap gap-2">
        <Button icon="i-lucide-shield-check" busy={busy() === 'check'} onClick={() => void check()}>
          Check the record
        </Button>
        <Button icon="i-lucide-download" busy={busy() === 'csv'} onClick={() => void save('csv')}>
          Table (CSV)
        </Button>
        <Button icon="i-lucide-download" busy={busy() === 'ndjson'} onClick={() => void save('ndjson')}>
          For programs (NDJSON)
        </Button>
      </div>
      <ErrorNote error={error()} retry={() => void check()} />
      <div aria-live="polite">
        <Switch>
          <Match when={verified()?.fault}>
            {(fault) => (
              <p class="rounded-lg bg-danger-soft px-4 py-3 text-danger">
                The record was tampered with: entry {formatNumber(fault().seq)} {faults[fault().kind] ?? fault().kind}.
                Tell whoever runs this platform.
              </p>
            )}
          </Match>
          <Match when={verified()?.ok === true}>
            <p class="rounded-lg bg-good-soft px-4 py-3 text-good">
              The record is whole. All {formatNumber(verified()?.records ?? 0)} entries stand as they were written.
            </p>
          </Match>
        </Switch>
      </div>
    </div>
  )
}
