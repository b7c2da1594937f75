/**
 * What the Worker and the pages may be made of. The rest of the packages are for the commands of this repository, and
 * those among `dependencies` for `dpf`, which brings the Worker and the pages built.
 */
export const deployedPackages: ReadonlySet<string> = new Set([
  '@atlaskit/pragmatic-drag-and-drop',
  '@aws-sdk/client-s3',
  '@aws-sdk/s3-request-presigner',
  '@block65/webcrypto-web-push',
  '@kobalte/core',
  '@neondatabase/serverless',
  '@simplewebauthn/browser',
  '@simplewebauthn/server',
  '@solidjs/router',
  '@tanstack/solid-query',
  '@tanstack/solid-virtual',
  '@uppy/aws-s3',
  '@uppy/core',
  '@valibot/to-json-schema',
  'cmdk-solid',
  'drizzle-orm',
  'hono',
  'ical.js',
  'jose',
  'otpauth',
  'solid-js',
  'solid-sonner',
  'standardwebhooks',
  'temporal-polyfill',
  'uqr',
  'uuidv7',
  'valibot',
])
