import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the review page as it is served. */
export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** Whether its name holds a hash of its content, so that a browser may keep it for good. */
  readonly isHashed: boolean;
}

/** The only kinds of file a page is made of; what is of no known kind is not served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

const BUILT = fileURLToPath(new URL('../web', import.meta.url));

/**
 * The built review page by path below `/`, read once: only what was there at the start can be asked for, so no path leads anywhere else.
 * Empty where the page was not built.
 */
export function readPageFiles(folder: string = BUILT): ReadonlyMap<string, PageFile> {
  return new Map(
    filesBelow(folder).flatMap((path): [string, PageFile][] => {
      const contentType = CONTENT_TYPES[extname(path)];
      if (contentType === undefined) return [];
      const place = `/${relative(folder, path).split(sep).join('/')}`;
      const bytes = new Uint8Array(readFileSync(path));
      return [[place, { bytes, contentType, isHashed: place.startsWith('/assets/') }]];
    }),
  );
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
