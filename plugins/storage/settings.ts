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

export const Settings = v.pipe(
  v.object({
    store: v.optional(
      v.pipe(
        v.picklist(['builtin', 's3', 'replit'], 'Choose where files are kept'),
        v.title('Where files are kept'),
        v.description(
          'builtin: with this platform. s3: in a bucket of yours at Amazon, Cloudflare R2, Google or any S3-compatible service. replit: in the object storage of Replit. Files that are there already stay where they are.',
        ),
      ),
      'builtin',
    ),
    endpoint: optionalText(
      'Address of the service (s3)',
      'Such as https://s3.eu-central-1.amazonaws.com or https://storage.googleapis.com',
      v.regex(/^(https?:\/\/[^\s/?#@]+\/?)?$/, 'Write an address like https://s3.eu-central-1.amazonaws.com'),
    ),
    region: optionalText(
      'Region (s3)',
      'Such as eu-central-1; auto for Cloudflare R2',
      v.regex(/^[a-z0-9-]*$/, 'Write a region like eu-central-1'),
    ),
    bucket: optionalText(
      'Bucket (s3, replit)',
      'Its name',
      v.regex(/^([a-zA-Z0-9][a-zA-Z0-9._-]{1,100})?$/, 'Write the name of a bucket, like salon-files'),
    ),
    folder: optionalText(
      'Folder in the bucket (s3, replit)',
      'Where this workspace keeps its files in the bucket; empty for the bucket itself',
      v.regex(/^([\w.-]+(\/[\w.-]+)*)?$/, 'Write a folder like salon/files'),
    ),
    accessKeyId: optionalText(
      'Access key id (s3)',
      'The public half of the key; the secret half is below',
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
