import * as v from 'valibot'

const optionalText = (title: string, description: string, check: v.RegexAction<string, string>) =>
  v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.maxLength(300, 'Use at most 300 characters'),
      check,
      v.title(title),
      v.description(description),
    ),
    '',
  )

const named = <const Value extends string>(value: Value, title: string) => v.pipe(v.literal(value), v.title(title))

export const Settings = v.pipe(
  v.object({
    store: v.optional(
      v.pipe(
        v.union(
          [
            named('builtin', 'With this platform'),
            named('s3', 'In a bucket of your own: Amazon S3, Cloudflare R2, Google, MinIO and others'),
            named('replit', 'In the object storage of Replit'),
          ],
          'Choose where files are kept',
        ),
        v.title('Where files are kept'),
        v.description(
          'With this platform there is nothing else to fill in. Files that are there already stay where they are.',
        ),
      ),
      'builtin',
    ),
    endpoint: optionalText(
      'Address of the service',
      'For a bucket of your own, such as https://s3.eu-central-1.amazonaws.com or https://storage.googleapis.com',
      v.regex(/^(https?:\/\/[^\s/?#@]+\/?)?$/, 'Write an address like https://s3.eu-central-1.amazonaws.com'),
    ),
    region: optionalText(
      'Region',
      'For a bucket of your own, such as eu-central-1; auto for Cloudflare R2',
      v.regex(/^[a-z0-9-]*$/, 'Write a region like eu-central-1'),
    ),
    bucket: optionalText(
      'Bucket',
      'The name of your bucket; needed for a bucket of your own and for Replit',
      v.regex(/^([a-zA-Z0-9][a-zA-Z0-9._-]{1,100})?$/, 'Write the name of a bucket, like salon-files'),
    ),
    folder: optionalText(
      'Folder in the bucket',
      'Where this workspace keeps its files in the bucket; empty for the bucket itself',
      v.regex(/^([\w.-]+(\/[\w.-]+)*)?$/, 'Write a folder like salon/files'),
    ),
    accessKeyId: optionalText(
      'Access key id',
      'For a bucket of your own: the public half of its key; the secret half is below',
      v.regex(/^[\w+/=.@-]*$/, 'This is not an access key id'),
    ),
    scannerUrl: optionalText(
      'Virus scanner',
      'The address of a service that looks at each file before anybody can open it; empty for none',
      v.regex(/^(https?:\/\/\S+)?$/, 'Write an address like https://scanner.example.com/check'),
    ),
  }),
  v.forward(
    v.check(({ store, endpoint }) => store !== 's3' || endpoint !== '', 'Say at which address the service is'),
    ['endpoint'],
  ),
  v.forward(
    v.check(({ store, bucket }) => store === 'builtin' || bucket !== '', 'Say in which bucket to keep the files'),
    ['bucket'],
  ),
  v.forward(
    v.check(({ store, accessKeyId }) => store !== 's3' || accessKeyId !== '', 'Enter the id of the access key'),
    ['accessKeyId'],
  ),
)
export type Settings = v.InferOutput<typeof Settings>
