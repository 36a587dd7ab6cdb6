import type { ServeWatch } from '../server/serve.ts';

/** How requests are logged. */
export const LOG_FORMATS = ['none', 'text', 'json'] as const;

/** Writes a line for each request, as text for a person to read or as JSON; undefined for none. */
export function requestLines(
  format: (typeof LOG_FORMATS)[number],
  write: (line: string) => void,
): ServeWatch['onRequest'] {
  switch (format) {
    case 'none':
      return undefined;
    case 'json':
      return (entry) => write(JSON.stringify({ at: new Date().toISOString(), ...entry }));
    case 'text':
      return ({ method, route, status, ms, keyId, request }) => {
        const by = keyId === undefined ? '' : ` ${keyId}`;
        write(`${new Date().toISOString()} ${status} ${method} ${route} ${ms} ms${by} ${request}`);
      };
  }
}
