/** Runs in the page: what is wider than the screen. */
export function wideParts() {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .filter((element) => getComputedStyle(element).position !== 'fixed')
    .slice(0, 5)
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
}

/**
 * Runs in the page: what one can press and is neither 24 by 24 CSS pixels nor as far from the others as a circle of
 * that size needs. A link inside of a sentence is as high as its line, as the criterion allows.
 */
export function smallTargets() {
  const pressable =
    'a[href], button, input, select, textarea, summary, [role="button"], [role="tab"], [role="menuitem"], [role="option"]'
  const isShown = (element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  }
  const isInSentence = (element) =>
    getComputedStyle(element).display === 'inline' &&
    [...(element.parentElement?.childNodes ?? [])].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
  // The words of a box can be pressed too.
  const boxOf = (element) => (element.closest('label') ?? element).getBoundingClientRect()
  const targets = [...document.querySelectorAll(pressable)]
    .filter((element) => isShown(element) && !element.disabled && !isInSentence(element))
    .map((element) => ({ element, box: boxOf(element) }))
  const isSmall = ({ box }) => box.width < 23.5 || box.height < 23.5
  const middleOf = ({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 })
  const distance = ({ x, y }, box) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom))
  const isCrowded = (target) =>
    targets.some((other) => {
      if (other === target || other.element.contains(target.element) || target.element.contains(other.element))
        return false
      const [one, two] = [middleOf(target.box), middleOf(other.box)]
      const isClose = isSmall(other) ? Math.hypot(one.x - two.x, one.y - two.y) < 24 : distance(one, other.box) < 12
      return isClose
    })
  return targets
    .filter((target) => isSmall(target) && isCrowded(target))
    .map(({ element, box }) => {
      const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)
      return `${element.tagName.toLowerCase()} “${name}” is ${Math.round(box.width)}×${Math.round(box.height)}`
    })
}

/**
 * Runs in the page: what has the focus, and what is wrong with how it shows: nothing around it, too little contrast, or
 * something in front of all of it.
 */
export function lookAtFocus() {
  const element = document.activeElement
  if (element === null || element === document.body) return null
  const name = `${element.tagName.toLowerCase()} “${(
    element.getAttribute('aria-label') ??
    element.labels?.[0]?.textContent ??
    element.textContent ??
    ''
  )
    .trim()
    .slice(0, 40)}”`
  const channels = (colour) => {
    const context = document.createElement('canvas').getContext('2d')
    context.fillStyle = colour
    context.fillRect(0, 0, 1, 1)
    return [...context.getImageData(0, 0, 1, 1).data]
  }
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const backgroundOf = (start) => {
    for (let each = start; each !== null; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor
      if (channels(colour)[3] === 255) return colour
    }
    return 'white'
  }
  // A link that covers its whole row draws the ring around the row.
  const rings = [null, '::after']
    .map((part) => getComputedStyle(element, part))
    .filter(({ outlineStyle, outlineWidth, outlineColor }) => {
      const isDrawn = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
      return isDrawn && channels(outlineColor)[3] > 0
    })
  if (rings.length === 0) return { name, fault: 'shows no ring around it' }
  const background = luminance(backgroundOf(element.parentElement))
  const isFaint = rings.every(({ outlineColor }) => {
    const [low, high] = [luminance(outlineColor), background].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05) < 3
  })
  if (isFaint) return { name, fault: `has a ring that hardly shows (${rings[0].outlineColor})` }
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
  const points = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) => [left + width * x, top + height * y]))
  const isSeen = points.some(([x, y]) => {
    const front = document.elementFromPoint(x, y)
    return front !== null && (element.contains(front) || front.contains(element))
  })
  const place = [left, top, right, bottom].map(Math.round).join(', ')
  return { name, fault: isSeen ? null : `is behind something or outside of the screen (${place})` }
}

/** Runs in the page: what can be dragged and brings no button that does the same. */
export function dragOnlyParts() {
  return [...document.querySelectorAll('[draggable="true"]')]
    .filter((element) => element.querySelector('button[aria-haspopup]') === null)
    .map((element) => element.textContent.trim().slice(0, 40))
}

/** Runs in the page: whether an element has the focus. */
export function isFocused(element) {
  return document.activeElement === element
}

/** Whether the focus is in the element, or on it. */
export function hasFocusWithin(element) {
  return element.contains(document.activeElement)
}

/** Runs in the page: puts the focus on something that nobody reaches by Tab, a title. */
export function focusOn(element) {
  element.setAttribute('tabindex', '-1')
  element.focus()
}

/** Runs before the page: the browser's own push service is out of reach, so another one has handed out the subscription. */
export function standInForPush(given) {
  const key = 'stand-in-is-on'
  const subscription = {
    endpoint: given.endpoint,
    toJSON: () => given,
    unsubscribe: async () => {
      localStorage.removeItem(key)
      return true
    },
  }
  PushManager.prototype.subscribe = async () => {
    localStorage.setItem(key, '1')
    return subscription
  }
  PushManager.prototype.getSubscription = async () => (localStorage.getItem(key) === null ? null : subscription)
}

/** Runs before the page: as in a browser in which somebody has forbidden notifications. */
export function blockNotifications() {
  Object.defineProperty(Notification, 'permission', { get: () => 'denied' })
}

/** Runs in the page: the titles of what the device shows. */
export async function shownTitles() {
  const registrations = await navigator.serviceWorker.getRegistrations()
  const shown = await Promise.all(registrations.map((registration) => registration.getNotifications()))
  return shown.flat().map(({ title }) => title)
}

/** Runs in the service worker: somebody clicks the notification with this title. */
export async function clickNotification(title) {
  const notification = (await self.registration.getNotifications()).find((each) => each.title === title)
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
}
