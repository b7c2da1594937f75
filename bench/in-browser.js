/** Runs in the page: milliseconds from the click on Contacts to the frame with the first rows. */
export function openContacts() {
  const link = [...document.querySelectorAll('nav a')].find((each) => each.textContent?.trim() === 'Contacts')
  const startedMs = performance.now()
  link.click()
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('main a[href*="/crm/contacts/"]') === null) requestAnimationFrame(look)
      else requestAnimationFrame(() => resolve(performance.now() - startedMs))
    }
    look()
  })
}

/** Runs in the page: scrolls as a wheel does for five seconds; the milliseconds between one frame and the next. */
export function scrollContacts() {
  const row = document.querySelector('main a[href*="/crm/contacts/"]')
  let scroller = row?.parentElement ?? null
  while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement
  const target = scroller ?? document.documentElement
  return new Promise((resolve) => {
    const frames = []
    const startedMs = performance.now()
    let lastMs = startedMs
    const step = (nowMs) => {
      if (nowMs > lastMs) frames.push(nowMs - lastMs)
      lastMs = nowMs
      target.scrollTop += 40
      if (nowMs - startedMs < 5000) requestAnimationFrame(step)
      else resolve(frames.slice(5))
    }
    requestAnimationFrame(step)
  })
}

/** Runs in the page before it loads: marks the moment at which the first time can be pressed. */
export function markFirstTime() {
  const observer = new MutationObserver(() => {
    if (document.querySelector('.times button') === null) return
    observer.disconnect()
    performance.mark('first-time')
  })
  observer.observe(document, { childList: true, subtree: true })
}

/** Runs in the page: milliseconds from the click on the link to that moment. */
export function firstTimeMs() {
  return performance.getEntriesByName('first-time')[0]?.startTime ?? Number.NaN
}
