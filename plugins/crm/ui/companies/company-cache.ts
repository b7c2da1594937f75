/** Under these keys lie all lists of companies, and each company that was asked for. */
export const companiesKey = (slug: string) => [slug, 'crm', 'companies'] as const
export const companyKey = (slug: string, id: string) => [slug, 'crm', 'company', id] as const
