/** Puts the focus into a form that came after its dialog; where the person has gone on already it stays. */
export function focusLate(form: HTMLFormElement): void {
  setTimeout(() => {
    const dialog = form.closest('[role="dialog"]')
    const isUntouched = dialog?.contains(document.activeElement) === true && !form.contains(document.activeElement)
    if (isUntouched) form.querySelector<HTMLElement>('[autofocus], select, input')?.focus()
  })
}
