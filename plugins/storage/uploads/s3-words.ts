import { safe } from '../stores/s3-xml.ts'
import type { Arrival } from './receive-upload.ts'

const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

/** The parts that arrived, as S3's ListParts says it. */
export function partsXml(
  { fileId, uploadId }: Arrival,
  parts: readonly { readonly number: number; readonly etag: string }[],
): string {
  const list = parts.map(
    ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${safe(etag)}&quot;</ETag></Part>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?><ListPartsResult ${namespace}><Key>${fileId}</Key><UploadId>${safe(uploadId)}</UploadId><IsTruncated>false</IsTruncated>${list.join('')}</ListPartsResult>`
}

/** The object that came of the parts, as S3's CompleteMultipartUpload says it. */
export function wholeXml({ fileId }: Arrival, etag: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><CompleteMultipartUploadResult ${namespace}><Location>${fileId}</Location><Bucket>files</Bucket><Key>${fileId}</Key><ETag>&quot;${safe(etag)}&quot;</ETag></CompleteMultipartUploadResult>`
}
