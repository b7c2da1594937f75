/** Puts the focus on the first field that is marked as wrong, once the marks are drawn. */
export function focusWrong(box: HTMLElement | undefined): void {
  queueMicrotask(() => {
    const field = box?.querySelector<HTMLElement>('[aria-invalid="true"]')
    const target = field instanceof HTMLFieldSetElement ? field.querySelector<HTMLElement>('input') : field
    target?.focus()
  })
}
