import type { FrameMessage } from '../frame.ts'
import { floatButton } from './float-button.ts'
import { makeFrame } from './make-frame.ts'
import { openPopup } from './open-popup.ts'

/**
 * Shows a page for visitors on any other site. The site has a link, which works without this script too:
 *
 *     <a href="https://…/s/salon-anna/book/haircut" data-embed="inline">Book a haircut</a>
 *     <script async src="https://…/embed.js"></script>
 *
 * `inline` puts the page in the link's place, `popup` opens it in front when the link is pressed, `button` makes the
 * link a button that floats in the corner. Nothing of it needs more of the site's policy than this origin for scripts
 * and frames.
 */
interface Shown {
  readonly link: HTMLAnchorElement
  readonly frame: HTMLIFrameElement
  readonly close: () => void
}

const script = document.currentScript
const origin = script instanceof HTMLScriptElement ? new URL(script.src).origin : location.origin
const seen = new WeakSet<Element>()
const all = new Set<Shown>()

function begin(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-embed]')) {
    if (seen.has(link) || link.origin !== origin || !link.pathname.startsWith('/s/')) continue
    seen.add(link)
    const way = link.dataset.embed
    if (way === 'inline') showInline(link)
    else if (way === 'button') floatButton(link, () => popUp(link))
    else
      link.addEventListener('click', (event) => {
        if (!isPlain(event)) return
        event.preventDefault()
        popUp(link)
      })
  }
}

/** The link stays until the page in its place has answered: one that cannot be framed here is still a click away. */
function showInline(link: HTMLAnchorElement): void {
  const frame = makeFrame(link, 'inline')
  Object.assign(frame.style, { display: 'block', width: '100%', height: '0', border: '0' })
  link.after(frame)
  const shown = { link, frame, close: () => undefined }
  all.add(shown)
}

function popUp(link: HTMLAnchorElement): void {
  const frame = makeFrame(link, 'popup')
  const shown: Shown = { link, frame, close: openPopup(link, frame, () => all.delete(shown)) }
  all.add(shown)
}

function isPlain({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey
}

/** Hears the pages that it shows and nobody else: the window must be theirs, and the origin ours. */
addEventListener('message', ({ origin: from, source, data }: MessageEvent<FrameMessage | null>) => {
  if (from !== origin || data === null || typeof data !== 'object') return
  for (const shown of all) if (shown.frame.contentWindow === source) hear(shown, data)
})

function hear({ link, frame, close }: Shown, message: FrameMessage): void {
  const isInline = frame.parentNode === link.parentNode
  if (message.dpf === 'close') close()
  if (message.dpf === 'done') link.dispatchEvent(new CustomEvent('embed-done', { bubbles: true, detail: message.what }))
  if (!isInline) return
  if (message.dpf === 'top' && frame.getBoundingClientRect().top < 0) frame.scrollIntoView()
  if (message.dpf !== 'height' || !(message.height > 0)) return
  frame.style.height = `${Math.min(message.height, 20_000)}px`
  link.hidden = true
  link.style.display = 'none'
}

/** Where the site's policy lets no frame of ours in, the link leads to the page instead. */
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  if (effectiveDirective !== 'frame-src' || !blockedURI.startsWith(origin)) return
  console.warn(`The page of ${origin} needs "frame-src ${origin}" in this site's Content-Security-Policy.`)
  for (const shown of all) {
    shown.close()
    if (shown.frame.parentNode === shown.link.parentNode) shown.frame.remove()
    else location.assign(shown.link.href)
  }
})

begin()
new MutationObserver(begin).observe(document, { childList: true, subtree: true })
