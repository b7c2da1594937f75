import { AppError, type ProblemStatus } from '../../errors/app-error.ts'
import { kernelErrors } from '../../errors/kernel-errors.ts'

const mostAnswered = 5 * 1024 * 1024

/** The JSON of a module's answer; its problem is thrown as the failure that it was. */
export async function readAnswer(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (!/^application\/(problem\+)?json/.test(type)) {
    await response.body?.cancel()
    if (response.ok) return null
    throw kernelErrors.unavailable()
  }
  const text = await response.text()
  if (text.length > mostAnswered) throw kernelErrors.tooMuchData({ limitBytes: mostAnswered })
  const answered: unknown = JSON.parse(text)
  if (response.ok) return answered
  throw problemOf(response.status, answered as Readonly<Record<string, unknown>>)
}

function problemOf(
  status: number,
  { type, title, instance: _, status: _status, ...facts }: Readonly<Record<string, unknown>>,
) {
  const [, code] = /\/problems\/([\w.]+)$/.exec(String(type)) ?? []
  // A module that is broken, or a sign-in that is over, is no failure that the plugin could explain.
  if (code === undefined || status >= 500 || status === 401) return kernelErrors.unavailable()
  return new AppError(code, status as ProblemStatus, String(title), facts)
}
