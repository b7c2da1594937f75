import { kernelErrors } from '../errors/kernel-errors.ts'

/** The kernel's failures that a plugin may speak with too, so that the same thing is called the same everywhere. */
export const platformErrors = {
  notFound: kernelErrors.notFound,
  conflict: kernelErrors.conflict,
  invalid: kernelErrors.invalid,
  versionChanged: kernelErrors.versionChanged,
  bodyTooLarge: kernelErrors.bodyTooLarge,
} as const
