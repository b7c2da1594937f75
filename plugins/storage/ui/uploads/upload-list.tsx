import { createMemo, For, type JSX, Show } from 'solid-js'
import { Button, Progress } from '#kit'
import { formatSize } from '../format-size.ts'
import type { Uploader, UploadItem } from './uploader.ts'

/** The files on their way: how far each is, and what can be done about it. */
export function UploadList(props: { readonly uploader: Uploader }): JSX.Element {
  const isOver = () => props.uploader.items.some(({ state }) => state === 'done')
  return (
    <Show when={props.uploader.items.length > 0}>
      <section aria-labelledby="uploads-title" class="card flex flex-col gap-3 p-4">
        <div class="flex flex-wrap items-center justify-between gap-2">
          <h2 id="uploads-title" class="text-lg font-semibold">
            Uploads
          </h2>
          <Show when={isOver()}>
            <Button look="quiet" onClick={props.uploader.tidy}>
              Clear finished ones
            </Button>
          </Show>
        </div>
        <p role="status" class="sr-only">
          {summary(props.uploader.items)}
        </p>
        <ul class="flex flex-col divide-y divide-line">
          <For each={props.uploader.items}>{(item) => <UploadRow item={item} uploader={props.uploader} />}</For>
        </ul>
      </section>
    </Show>
  )
}

interface RowProps {
  readonly item: UploadItem
  readonly uploader: Uploader
}

function UploadRow(props: RowProps): JSX.Element {
  const words = createMemo(() => wordsOf(props.item))
  return (
    <li class="flex flex-col gap-2 py-3">
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div class="min-w-0 flex-1 basis-48">
          <p class="font-medium [overflow-wrap:anywhere]">{props.item.name}</p>
          <p class={`text-sm ${props.item.state === 'failed' ? 'text-danger' : 'text-soft'}`}>{words()}</p>
        </div>
        <RowButtons {...props} />
      </div>
      <Show when={!['done', 'failed', 'lost'].includes(props.item.state)}>
        <Progress
          label={`Upload of ${props.item.name}`}
          value={props.item.size === 0 ? 0 : props.item.sent / props.item.size}
          words={words()}
        />
      </Show>
    </li>
  )
}

function RowButtons(props: RowProps): JSX.Element {
  const is = (...states: readonly UploadItem['state'][]) => states.includes(props.item.state)
  const isOver = () => is('done', 'checking')
  return (
    <div class="flex flex-wrap gap-2">
      <Show when={is('sending', 'waiting', 'offline')}>
        <Button
          icon="i-lucide-pause"
          aria-label={`Pause ${props.item.name}`}
          onClick={() => props.uploader.pause(props.item.id)}
        >
          Pause
        </Button>
      </Show>
      <Show when={is('paused') || (is('failed') && props.item.sent > 0)}>
        <Button
          icon="i-lucide-play"
          aria-label={`Go on with ${props.item.name}`}
          onClick={() => props.uploader.goOn(props.item.id)}
        >
          Go on
        </Button>
      </Show>
      <Show when={is('lost')}>
        <ChooseAgain {...props} />
      </Show>
      <Show when={!isOver()}>
        <Button
          look="quiet"
          icon="i-lucide-x"
          aria-label={`${is('failed') ? 'Dismiss' : 'Cancel'} ${props.item.name}`}
          onClick={() => void props.uploader.cancel(props.item.id)}
        >
          {is('failed') ? 'Dismiss' : 'Cancel'}
        </Button>
      </Show>
    </div>
  )
}

/** Browsers give a page no file back that it had before; the person chooses it once more, and only the rest is sent. */
function ChooseAgain(props: RowProps): JSX.Element {
  let input: HTMLInputElement | undefined
  const choose = () => {
    const file = input?.files?.[0]
    if (file === undefined || input === undefined) return
    const isSame = props.uploader.find(props.item.id, file)
    input.setCustomValidity(
      isSame ? '' : `This is another file. Choose ${props.item.name}, ${formatSize(props.item.size)}.`,
    )
    input.reportValidity()
    input.value = ''
  }
  return (
    <>
      <input ref={input} type="file" hidden onChange={choose} />
      <Button icon="i-lucide-file-search" aria-label={`Choose ${props.item.name} again`} onClick={() => input?.click()}>
        Choose it again
      </Button>
    </>
  )
}

function wordsOf({ state, size, sent, problem }: UploadItem): string {
  const far = `${formatSize(sent)} of ${formatSize(size)}`
  switch (state) {
    case 'waiting':
      return `Waits for its turn, ${formatSize(size)}`
    case 'sending':
      return `Uploading, ${far}`
    case 'paused':
      return `Paused${sent > 0 ? ` at ${far}` : ''}`
    case 'offline':
      return `No connection. It goes on by itself, ${far}`
    case 'checking':
      return 'Being checked'
    case 'done':
      return 'It has arrived'
    case 'lost':
      return 'Not finished. Choose the file again to send the rest'
    case 'failed':
      return problem ?? 'It could not be sent'
  }
}

/** What is read out: not each step, but each change of what there is to wait for. */
function summary(items: readonly UploadItem[]): string {
  const count = (state: UploadItem['state']) => items.filter((item) => item.state === state).length
  const parts = [
    [count('sending') + count('waiting') + count('checking'), 'on the way'],
    [count('offline'), 'waiting for the network'],
    [count('paused'), 'paused'],
    [count('failed'), 'failed'],
    [count('done'), 'arrived'],
  ] as const
  return parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${number === 1 ? 'file' : 'files'} ${what}`)
    .join(', ')
}
