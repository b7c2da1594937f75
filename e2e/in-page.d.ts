/** Functions that are sent to a page, where there is a document: plain JavaScript that stands alone. */

/** What is wider than the screen. */
export function wideParts(): string[]
/** What one can press and is too small or too close to the next (WCAG 2.2, 2.5.8). */
export function smallTargets(): string[]
/** What has the focus: its name, and what is wrong with how it shows (2.4.7, 2.4.11, 1.4.11); null when nothing has it. */
export function lookAtFocus(): { name: string; fault: string | null } | null
/** Everything that can be dragged and has no menu to move it with (2.5.7). */
export function dragOnlyParts(): string[]
/** Whether an element has the focus. */
export function isFocused(element: unknown): boolean
/** Whether the focus is in an element, or on it. */
export function hasFocusWithin(element: unknown): boolean
/** Puts the focus on something that nobody reaches by Tab, a title. */
export function focusOn(element: unknown): void
/** The browser's own push service is out of reach, so another one has handed out the subscription. */
export function standInForPush(given: unknown): void
/** As in a browser in which somebody has forbidden notifications. */
export function blockNotifications(): void
/** The titles of what the device shows. */
export function shownTitles(): Promise<string[]>
/** Somebody clicks the notification with this title. */
export function clickNotification(title: string): Promise<void>
