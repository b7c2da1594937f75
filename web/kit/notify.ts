import { toast } from 'solid-sonner'
import { Problem } from '../shell/problem.ts'

/** Short words at the edge of the page, read out too. */
export const notify = {
  done(message: string, undo?: () => void): void {
    toast.success(message, undo === undefined ? {} : { action: { label: 'Undo', onClick: undo } })
  },
  failed(error: unknown): void {
    toast.error(error instanceof Problem ? error.sentence : 'Something went wrong in this page')
  },
}
