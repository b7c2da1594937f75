import * as v from 'valibot'
import { defineEvents } from '#sdk'

const File = v.object({ id: v.string(), name: v.string() })
const Sized = v.object({ ...File.entries, size: v.number(), type: v.string() })

export const events = defineEvents(
  'storage',
  {
    'upload.started': Sized,
    'upload.opened': File,
    'upload.cancelled': File,
    'upload.refused': v.object({ ...File.entries, reason: v.string() }),
    'file.created': Sized,
    'file.updated': v.object({ id: v.string(), fields: v.array(v.string()) }),
    'file.cleared': File,
    'file.quarantined': v.object({ ...File.entries, reason: v.string() }),
    'file.deleted': File,
    'file.restored': File,
    'file.removed': File,
    'file.attached': File,
    'file.detached': File,
    /** From records to the one that has taken them in. */
    'files.moved': v.object({ to: v.string(), from: v.array(v.string()) }),
  },
  { file: 'storage.files.read', files: 'storage.files.read', upload: 'storage.files.read' },
)
