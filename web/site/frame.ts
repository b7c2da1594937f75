import { readQuery } from './query.ts'

/** What a framed page tells the page around it; `embed/embed.ts` listens. No word of who books or what is in the form. */
export type FrameMessage =
  | { readonly dpf: 'height'; readonly height: number }
  | { readonly dpf: 'top' }
  | { readonly dpf: 'close' }
  | { readonly dpf: 'done'; readonly what: string }

/** How the page is shown on another site: within its text, or in front of it. */
export function embedding(): 'inline' | 'popup' | undefined {
  const way = readQuery('embed')
  return window.parent !== window && (way === 'inline' || way === 'popup') ? way : undefined
}

/** Tells the page around this one, and nobody else: the browser delivers only to the origin that the embed has named. */
export function tellFrame(message: FrameMessage): void {
  const host = readQuery('host')
  if (embedding() === undefined || host === undefined || !URL.canParse(host)) return
  window.parent.postMessage(message, new URL(host).origin)
}

/** Keeps the frame as high as the page, and lets Escape close one in front. */
export function followFrame(root: HTMLElement): void {
  const way = embedding()
  if (way === undefined) return
  document.documentElement.dataset.embed = way
  new ResizeObserver(() =>
    tellFrame({ dpf: 'height', height: Math.ceil(root.getBoundingClientRect().height) }),
  ).observe(root)
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) tellFrame({ dpf: 'close' })
  })
}
