import { createSignal } from 'solid-js'

const wide = window.matchMedia('(min-width: 1024px)')
const [isWide, setIsWide] = createSignal(wide.matches)
wide.addEventListener('change', ({ matches }) => setIsWide(matches))

/** Whether there is room for the sidebar beside the page; as wide as `lg:` begins. */
export { isWide }
