import { openShadow } from './shadow.ts'

const css = `
dialog { box-sizing: border-box; width: min(60rem, 100vw - 2rem); max-width: none; height: min(46rem, 100dvh - 2rem); max-height: none;
  margin: auto; padding: 0; border: 0; border-radius: .75rem; overflow: hidden; background: Canvas; box-shadow: 0 12px 48px #0006 }
dialog::backdrop { background: #0009 }
iframe { display: block; width: 100%; height: 100%; border: 0 }
button { all: unset; box-sizing: border-box; position: absolute; inset: .5rem .5rem auto auto; width: 2.5rem; height: 2.5rem; border-radius: 50%;
  cursor: pointer; text-align: center; font: 1.5rem/2.4rem system-ui, sans-serif; background: #fff; color: #222; box-shadow: 0 0 0 1px #0004 }
button:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px }
@media (max-width: 40rem) { dialog { width: 100vw; height: 100dvh; border-radius: 0 } }`

const closeWords: Readonly<Record<string, string>> = { de: 'Schließen', es: 'Cerrar', fr: 'Fermer' }

/** Opens the frame in front of the site; the browser keeps the focus inside and brings it back. Answers how to close it. */
export function openPopup(link: HTMLAnchorElement, frame: HTMLIFrameElement, onClose: () => void): () => void {
  const { host, root } = openShadow(css)
  const dialog = document.createElement('dialog')
  dialog.ariaLabel = frame.title
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = '×'
  const language = link.dataset.lang ?? document.documentElement.lang
  button.ariaLabel = closeWords[language.slice(0, 2)] ?? 'Close'
  const close = () => dialog.close()
  button.addEventListener('click', close)
  dialog.addEventListener('click', ({ target }) => target === dialog && close())
  dialog.addEventListener('close', () => {
    onClose()
    host.remove()
  })
  dialog.append(button, frame)
  root.append(dialog)
  dialog.showModal()
  return close
}
