/**
 * A static server on loopback that serves a folder below a base path, as GitLab Pages serves a project:
 * nothing above the base exists, and what is not found answers with the site's 404.html.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.xml': 'application/xml',
};

/** What a host compresses; anything else is sent as it lies on disk. */
const COMPRESSIBLE = new Set(['.html', '.css', '.js', '.mjs', '.json', '.txt', '.svg', '.xml', '.yaml']);

/**
 * Serves `root` until `close` is called.
 * @param {string} root
 * @param {{ base?: string, rewrite?: (html: string) => string, extra?: Map<string, string>, gzip?: boolean,
 *   heard?: (answer: { path: string, bytes: number }) => void }} options
 *   `rewrite` changes each HTML page on its way out; `extra` holds pages that are not on disk, by path below the base;
 *   with `gzip` every text is compressed, once, and kept: the root must not change meanwhile;
 *   `heard` is told of every answer, with the bytes of its body as sent.
 */
export async function serve(root, { base = '/', rewrite = (html) => html, extra = new Map(), gzip = false, heard = () => {} } = {}) {
  const compressed = new Map();
  const server = createServer(async (request, response) => {
    const answered = gzip ? await compressedAnswer(request.url ?? '/') : await answer(request.url ?? '/');
    const { status, type, body, isPacked } = answered;
    const encoding = isPacked ? { 'content-encoding': 'gzip' } : {};
    heard({ path: request.url ?? '/', bytes: Buffer.byteLength(body) });
    response.writeHead(status, { 'content-type': type, 'cache-control': 'max-age=600', ...encoding });
    response.end(body);
  });

  async function compressedAnswer(url) {
    if (compressed.has(url)) return compressed.get(url);
    const plain = await answer(url);
    const isPacked = plain.status === 200 && COMPRESSIBLE.has(extname(url.split(/[?#]/)[0]) || '.html');
    const packed = isPacked ? { ...plain, body: gzipSync(plain.body), isPacked } : plain;
    compressed.set(url, packed);
    return packed;
  }

  async function answer(url) {
    if (url === '/favicon.ico') return { status: 204, type: 'image/x-icon', body: '' }; // Browsers ask, wanted or not.
    let path;
    try {
      path = decodeURIComponent(url.split(/[?#]/)[0]);
    } catch {
      path = '';
    }
    if (path.startsWith(base)) {
      let below = path.slice(base.length);
      if (below === '' || below.endsWith('/')) below += 'index.html';
      if (extra.has(below)) return { status: 200, type: TYPES['.html'], body: extra.get(below) };
      const found = normalize(below).startsWith('..') ? undefined : await read(below);
      if (found) return { status: 200, ...found };
      const missing = await read('404.html');
      if (missing) return { status: 404, ...missing };
    }
    return { status: 404, type: TYPES['.txt'], body: 'not found' };
  }

  async function read(below) {
    const extension = extname(below);
    try {
      const bytes = await readFile(join(root, below));
      const type = TYPES[extension] ?? 'application/octet-stream';
      return { type, body: extension === '.html' ? rewrite(bytes.toString('utf8')) : bytes };
    } catch {
      return undefined;
    }
  }

  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}${base}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Removes the content security policy from a page, to test what stands without it. */
export function withoutPolicy(html) {
  const stripped = html.replace(/<meta\s[^>]*http-equiv\s*=\s*["']?content-security-policy[^>]*>/gi, '');
  if (/content-security-policy/i.test(stripped.slice(0, 2000))) throw new Error('the policy could not be stripped');
  return stripped;
}
