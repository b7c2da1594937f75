import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import { Button, createForm, ErrorNote, notify, Problem, TextField } from '#kit'
import { api, user } from '../../shell/session.ts'

/** Changes the password of somebody who knows the one that holds. */
export function PasswordForm(): JSX.Element {
  const queries = useQueryClient()
  const form = createForm(async (data, element) => {
    const body = {
      currentPassword: String(data.get('currentPassword')),
      newPassword: String(data.get('newPassword')),
    }
    await api('/auth/password/change', { method: 'POST', body }).catch(atCurrentPassword)
    element.reset()
    await queries.invalidateQueries({ queryKey: ['sessions'] })
    notify.done('Your password is changed. Everywhere else you are signed out')
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
      <ErrorNote error={form.error()} />
      <input type="text" name="username" autocomplete="username" value={user()?.email ?? ''} readonly hidden />
      <TextField
        label="Password now"
        name="currentPassword"
        type="password"
        autocomplete="current-password"
        error={form.wrong('currentPassword')}
      />
      <TextField
        label="New password"
        name="newPassword"
        type="password"
        autocomplete="new-password"
        hint="At least 12 characters. Changing it signs you out everywhere else."
        error={form.wrong('newPassword')}
      />
      <div>
        <Button type="submit" busy={form.busy()}>
          Change password
        </Button>
      </div>
    </form>
  )
}

function atCurrentPassword(error: unknown): never {
  if (error instanceof Problem && error.code === 'kernel.wrongCredentials')
    throw new Problem(error.status, {
      ...error.facts,
      errors: [{ pointer: '#/currentPassword', detail: 'This is not your password' }],
    })
  throw error
}
