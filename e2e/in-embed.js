/** Runs in the page: puts a style into it, which its policy refuses. */
export function addStyle() {
  const style = document.createElement('style')
  style.textContent = 'h1 { color: red }'
  document.head.append(style)
}

/** Runs in the page: shows in its title what the embedded page says is done. */
export function titleWhatIsDone() {
  document.addEventListener('embed-done', (event) => {
    document.title = `done: ${event.detail}`
  })
}

/** Runs in the page: says as the page itself what only the embedded one may say. */
export function pretendHeight() {
  window.postMessage({ dpf: 'height', height: 5 }, '*')
}

/** Runs in the page: the colours of an element's background and text. */
export function coloursOf(element) {
  const { backgroundColor, color } = getComputedStyle(element)
  return [backgroundColor, color]
}

/** Runs in the page: how high an element is, in whole pixels. */
export function heightOf(element) {
  return Math.ceil(element.getBoundingClientRect().height)
}

/** Runs in the page: leads a frame somewhere else. */
export function leadFrame(frame, url) {
  frame.src = url
}

/** Runs in the page: its language. */
export function languageOfPage() {
  return document.documentElement.lang
}

/** Runs in the page: whether what somebody typed was run as a script. */
export function isBroken() {
  return 'broken' in globalThis
}
