export const importsKey = (slug: string) => [slug, 'crm', 'imports'] as const
export const importKey = (slug: string, id: string) => [slug, 'crm', 'import', id] as const
/** What the upload answered about the rows of the file; the API tells it once. */
export const previewKey = (slug: string, id: string) => [slug, 'crm', 'import-preview', id] as const
