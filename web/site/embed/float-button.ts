import { inkOn, openShadow } from './shadow.ts'

const css = `
button { all: unset; box-sizing: border-box; position: fixed; inset-inline-end: 1rem; inset-block-end: 1rem; z-index: 2147483646;
  min-height: 3rem; max-width: calc(100vw - 2rem); padding: .75rem 1.25rem; border-radius: 1.5rem; cursor: pointer;
  font: 600 1rem/1.5 system-ui, sans-serif; background: var(--colour); color: var(--ink); box-shadow: 0 4px 16px #0005 }
button:hover { filter: brightness(1.1) }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: -6px }
@media print { button { display: none } }`

/** Makes the link a button in the corner, in the colour that it names: `data-colour="#0b6b63"`. */
export function floatButton(link: HTMLAnchorElement, onPress: () => void): void {
  const { host, root } = openShadow(css)
  const named = link.dataset.colour ?? ''
  const colour = /^#[\da-f]{6}$/i.test(named) ? named : '#0b6b63'
  host.style.setProperty('--colour', colour)
  host.style.setProperty('--ink', inkOn(colour))
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = link.textContent
  button.addEventListener('click', onPress)
  root.append(button)
  link.style.display = 'none'
}
