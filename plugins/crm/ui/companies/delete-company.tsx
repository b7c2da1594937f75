import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/solid-query'
import { createMemo, type JSX } from 'solid-js'
import { Confirm, notify, useWorkspace } from '#kit'
import { refreshLists } from '../contacts/contact-cache.ts'
import type { Company, CompanyPage } from '../types.ts'
import { companiesKey } from './company-cache.ts'

type Pages = InfiniteData<CompanyPage, string>

/** Asks before a company is deleted; it leaves the list at once and comes back if that fails. */
export function DeleteCompany(props: {
  readonly company: Company | undefined
  readonly onClose: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  // What is asked about stays the same while it leaves the list behind the question.
  const company = createMemo<Company | undefined>((last) => props.company ?? last)
  const listed = () => ({ queryKey: [...companiesKey(workspace().slug), 'listed'] })
  const remove = useMutation(() => ({
    mutationFn: ({ id }: Company) => workspace().api(`/crm/companies/${id}`, { method: 'DELETE' }),
    onMutate: async ({ id }) => {
      await client.cancelQueries(listed())
      const before = client.getQueriesData<Pages>(listed())
      client.setQueriesData<Pages>(
        listed(),
        (list) =>
          list && {
            ...list,
            pages: list.pages.map((page) => ({ ...page, data: page.data.filter((each) => each.id !== id) })),
          },
      )
      return before
    },
    onError: (_error, _company, before) => {
      for (const [key, pages] of before ?? []) client.setQueryData(key, pages)
    },
    onSuccess: async (_answer, { name }) => {
      notify.done(`${name} deleted`)
      client.removeQueries({ queryKey: [workspace().slug, 'crm', 'contact'] })
      await refreshLists(client, workspace().slug)
    },
  }))
  return (
    <Confirm
      title={`Delete ${company()?.name ?? ''}?`}
      action="Delete"
      open={props.company !== undefined || remove.isPending}
      onClose={props.onClose}
      onConfirm={async () => {
        const doomed = company()
        if (doomed !== undefined) await remove.mutateAsync(doomed)
      }}
    >
      Its people stay in your contacts, only without a company. This cannot be undone.
    </Confirm>
  )
}
