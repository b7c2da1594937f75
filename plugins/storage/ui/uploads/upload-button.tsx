import type { JSX } from 'solid-js'
import { Button } from '#kit'

export interface UploadButtonProps {
  readonly label: string
  readonly look?: 'primary' | 'plain'
  readonly onFiles: (files: readonly File[]) => void
  /** Called with what opens the list of files, so that other ways lead there too. */
  readonly opener?: (open: () => void) => void
}

/** Opens the system's own list of files, several at a time. */
export function UploadButton(props: UploadButtonProps): JSX.Element {
  let input: HTMLInputElement | undefined
  const choose = () => {
    const files = [...(input?.files ?? [])]
    if (input !== undefined) input.value = ''
    if (files.length > 0) props.onFiles(files)
  }
  const open = () => input?.click()
  return (
    <>
      <input
        ref={(element) => {
          input = element
          props.opener?.(open)
        }}
        type="file"
        multiple
        hidden
        onChange={choose}
      />
      <Button look={props.look ?? 'plain'} icon="i-lucide-upload" onClick={open}>
        {props.label}
      </Button>
    </>
  )
}
