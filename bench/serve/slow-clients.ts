import { connect, type Socket } from 'node:net';

/** How long slow clients were borne. */
export interface SlowClients {
  /** Seconds until each was let go, by what it was slow with; undefined for those that were still there at the end. */
  readonly headers: readonly (number | undefined)[];
  readonly bodies: readonly (number | undefined)[];
}

const BYTE_EVERY_MS = 500;
const HEAD = 'POST /v1/detect HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: image/jpeg\r\n';
const BODY_LENGTH = 100_000;

/** Clients that send their headers, or the body of a request, a byte at a time. @param signal fires when they give up */
export async function dribble(url: string, count: number, signal: AbortSignal): Promise<SlowClients> {
  const port = Number(new URL(url).port);
  const slow = (whole: string, rest: string): Promise<number | undefined> =>
    slowClient(port, whole, rest, signal);
  const complete = `${HEAD}content-length: ${BODY_LENGTH}\r\n\r\n`;
  const [headers, bodies] = await Promise.all([
    Promise.all(Array.from({ length: count }, () => slow('', `${HEAD}x-long: ${'a'.repeat(1000)}`))),
    Promise.all(Array.from({ length: count }, () => slow(complete, 'b'.repeat(BODY_LENGTH)))),
  ]);
  return { headers, bodies };
}

function slowClient(
  port: number,
  whole: string,
  rest: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const socket: Socket = connect(port, '127.0.0.1');
    let at = 0;
    const timer = setInterval(() => {
      if (socket.writable) socket.write(rest[at++] ?? '');
    }, BYTE_EVERY_MS);
    const end = (seconds: number | undefined): void => {
      clearInterval(timer);
      socket.destroy();
      resolve(seconds);
    };
    socket.on('connect', () => socket.write(whole));
    socket.on('error', () => undefined);
    socket.on('close', () => end((performance.now() - startedMs) / 1000));
    // An answer, such as 408, is read and waited no longer for.
    socket.on('data', () => end((performance.now() - startedMs) / 1000));
    signal.addEventListener('abort', () => end(undefined), { once: true });
  });
}
