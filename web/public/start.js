// Runs before the first paint: the page never flashes in the wrong colours, and who is signed in is asked for while the
// page's scripts are on their way.
;(() => {
  const read = (name) => {
    try {
      return localStorage.getItem(name)
    } catch {
      // Storage may be off: the system's colours hold then, and the page asks later.
      return null
    }
  }
  const chosen = read('theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
  if (read('signed-in') === null) return
  window.begunExchange = fetch('/api/auth/refresh', { method: 'POST' })
  window.begunExchange.catch(() => undefined)
})()
