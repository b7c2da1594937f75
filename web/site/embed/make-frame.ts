/** The page of a link as a frame: it learns which site it is on, whether that one is dark, and what language was asked for. */
export function makeFrame(link: HTMLAnchorElement, way: 'inline' | 'popup'): HTMLIFrameElement {
  const address = new URL(link.href)
  address.searchParams.set('embed', way)
  address.searchParams.set('host', location.origin)
  const { lang, theme = themeOf(link) } = link.dataset
  if (lang !== undefined) address.searchParams.set('lang', lang)
  if (theme !== undefined) address.searchParams.set('theme', theme)
  const frame = document.createElement('iframe')
  frame.title = link.textContent?.trim() || 'Booking'
  // In another scheme than its page the browser would paint a ground behind it.
  frame.style.colorScheme = theme ?? 'light dark'
  frame.src = address.href
  return frame
}

/** A site that says nothing of dark colours is light, whatever the visitor's system prefers. */
function themeOf(link: HTMLElement): string | undefined {
  const scheme = getComputedStyle(link).colorScheme
  const isDark = scheme.includes('dark')
  if (isDark && scheme.includes('light')) return undefined
  return isDark ? 'dark' : 'light'
}
