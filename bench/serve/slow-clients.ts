import { connect, type Socket } from 'node:net';

/** How long a slow client was borne. */
export interface SlowClient {
  readonly seconds: number;
  /** `closed` without a word, `borne` to the end, or the status it was answered with. */
  readonly how: string;
}

/** Slow clients by what they were slow with. */
export interface SlowClients {
  readonly headers: readonly SlowClient[];
  readonly bodies: readonly SlowClient[];
}

const BYTE_EVERY_MS = 500;
const HEAD = 'POST /v1/detect HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: image/jpeg\r\n';
const BODY_LENGTH = 100_000;

/** Clients that send their headers, or the body of a request, a byte at a time. @param signal fires when they give up */
export async function dribble(url: string, count: number, signal: AbortSignal): Promise<SlowClients> {
  const port = Number(new URL(url).port);
  const giveUp = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  const slow = (whole: string, rest: string): Promise<SlowClient> => slowClient(port, whole, rest, giveUp);
  const complete = `${HEAD}content-length: ${BODY_LENGTH}\r\n\r\n`;
  const [headers, bodies] = await Promise.all([
    Promise.all(Array.from({ length: count }, () => slow('', `${HEAD}x-long: ${'a'.repeat(1000)}`))),
    Promise.all(Array.from({ length: count }, () => slow(complete, 'b'.repeat(BODY_LENGTH)))),
  ]);
  return { headers, bodies };
}

function slowClient(port: number, whole: string, rest: string, giveUp: Promise<void>): Promise<SlowClient> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const socket: Socket = connect(port, '127.0.0.1');
    let at = 0;
    let timer: NodeJS.Timeout | undefined;
    const end = (how: string): void => {
      clearInterval(timer);
      socket.destroy();
      resolve({ seconds: (performance.now() - startedMs) / 1000, how });
    };
    // Not before it is connected: on a busy machine a letter would come before the head.
    socket.on('connect', () => {
      socket.write(whole);
      timer = setInterval(() => {
        if (socket.writable) socket.write(rest[at++] ?? '');
      }, BYTE_EVERY_MS);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => end('closed'));
    // An answer, such as 408, is read and waited no longer for.
    socket.on('data', (answer) => end(/ (\d{3}) /.exec(String(answer))?.[1] ?? 'closed'));
    void giveUp.then(() => end('borne'));
  });
}
