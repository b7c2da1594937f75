import { createEffect, type JSX } from 'solid-js'

/** The frame of pages outside of any workspace: one column, one thing to do. */
export function Outside(props: {
  readonly title: string
  readonly lead?: JSX.Element
  readonly children: JSX.Element
}): JSX.Element {
  createEffect(() => {
    document.title = props.title
  })
  return (
    <main class="mx-auto flex min-h-screen w-full max-w-md flex-col justify-center gap-6 px-4 py-10">
      <img src="/favicon.svg" alt="" width="40" height="40" />
      <div>
        <h1 class="text-2xl font-semibold">{props.title}</h1>
        <p class="mt-1 text-soft">{props.lead}</p>
      </div>
      {props.children}
      <footer class="text-sm text-soft">
        For programmers:{' '}
        <a class="focusable rounded" href="/api/docs" rel="external">
          API reference
        </a>
      </footer>
    </main>
  )
}
