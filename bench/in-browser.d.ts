/** Functions that are sent to a page, where there is a document: plain JavaScript that stands alone. */
export function openContacts(): Promise<number>
export function scrollContacts(): Promise<number[]>
export function markFirstTime(): void
export function firstTimeMs(): number
