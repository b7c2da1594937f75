import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'

/** Takes files that are dropped anywhere on the page. The button beside does the same for everybody else. */
export function DropArea(props: { readonly onFiles: (files: readonly File[]) => void }): JSX.Element {
  const [isOver, setIsOver] = createSignal(false)
  let depth = 0
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
  const enter = (event: DragEvent) => {
    if (!holdsFiles(event)) return
    depth += 1
    setIsOver(true)
  }
  const leave = (event: DragEvent) => {
    if (!holdsFiles(event)) return
    depth = Math.max(0, depth - 1)
    setIsOver(depth > 0)
  }
  const over = (event: DragEvent) => {
    if (holdsFiles(event)) event.preventDefault()
  }
  const drop = (event: DragEvent) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    depth = 0
    setIsOver(false)
    props.onFiles([...(event.dataTransfer?.files ?? [])])
  }
  const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop } as const
  onMount(() => {
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener)
  })
  onCleanup(() => {
    for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener)
  })
  return (
    <Show when={isOver()}>
      <div
        aria-hidden="true"
        class="pointer-events-none fixed inset-3 z-30 grid place-items-center rounded-2xl border-4 border-dashed border-accent bg-accent-soft/80"
      >
        <p class="rounded-lg bg-card px-4 py-2 text-lg font-semibold">Drop the files here</p>
      </div>
    </Show>
  )
}
