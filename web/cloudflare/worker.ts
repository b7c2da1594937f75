interface Fetcher {
  readonly fetch: (request: Request) => Promise<Response>
}

interface PagesEnv {
  readonly KERNEL: Fetcher
  readonly ASSETS: Fetcher
}

/**
 * In front of the pages on Cloudflare Pages: whatever is under `/api` goes to the kernel as it came, by the service
 * binding. No public hop, and one origin for the browser, so that the sign-in's cookie stays SameSite=Strict.
 *
 * A Worker of its own and no `functions/` folder: that one's frame clones every request, and would hold an upload twice.
 */
export default {
  fetch(request: Request, env: PagesEnv): Promise<Response> {
    return new URL(request.url).pathname.startsWith('/api/') ? env.KERNEL.fetch(request) : env.ASSETS.fetch(request)
  },
}
