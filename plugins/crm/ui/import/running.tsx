import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX } from 'solid-js'
import { Button, Confirm, formatNumber, Progress, useWorkspace } from '#kit'
import type { Import } from '../types.ts'
import { importKey } from './import-cache.ts'

/** The third step: how far it is. It goes on without this page. */
export function Running(props: { readonly import: Import }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [asks, setAsks] = createSignal(false)
  const words = () => `${formatNumber(props.import.done)} of ${formatNumber(props.import.rows)} rows`
  const cancel = useMutation(() => ({
    mutationFn: () => workspace().api<Import>(`/crm/imports/${props.import.id}/cancel`, { method: 'POST' }),
    onSuccess: (stopped) => client.setQueryData(importKey(workspace().slug, props.import.id), stopped),
  }))
  return (
    <section aria-labelledby="running" class="card flex flex-col gap-4 p-5 sm:p-6">
      <h2 id="running" class="text-lg font-semibold">
        Your contacts are on their way
      </h2>
      <Progress
        label="Import"
        value={props.import.rows === 0 ? 0 : props.import.done / props.import.rows}
        words={words()}
      />
      <p class="text-soft">
        {words()}. {formatNumber(props.import.created)} added, {formatNumber(props.import.merged)} filled in,{' '}
        {formatNumber(props.import.skipped + props.import.failed)} left out.
      </p>
      <p>You can leave this page. The import goes on, and you find it again under Import.</p>
      <div>
        <Button icon="i-lucide-circle-stop" onClick={() => setAsks(true)}>
          Stop
        </Button>
      </div>
      <Confirm
        title="Stop the import?"
        action="Stop"
        open={asks()}
        onClose={() => setAsks(false)}
        onConfirm={() => cancel.mutateAsync()}
      >
        The contacts that were added so far stay. The rest of the file is not imported.
      </Confirm>
    </section>
  )
}
