import { createSignal } from 'solid-js'

const [pageTitle, setTitle] = createSignal('', { equals: false })

/** What the page that is open calls itself; said anew for each page, even when two are called the same. */
export { pageTitle }

/** Gives the page its title, in the browser too. */
export function setPageTitle(title: string): void {
  document.title = title
  setTitle(title)
}
