import autocannon from 'autocannon';

/** What a load came to. */
export interface LoadResult {
  readonly clients: number;
  /** Requests that were answered with 200. */
  readonly answered: number;
  /** Answers of another status, by status, and requests without an answer. */
  readonly others: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Milliseconds from request to answer, rising; of those that were answered with 200. */
  readonly latenciesMs: readonly number[];
}

/** A client gives a request up after so long. */
const PATIENCE_S = 300;

/** Where a load goes, and how much of it. */
export interface Load {
  readonly url: string;
  readonly clients: number;
  /** Bodies that are sent in turn. */
  readonly bodies: readonly Uint8Array[];
  /** Ends it after so many seconds, or after so many requests. */
  readonly until: { readonly seconds: number } | { readonly requests: number };
}

/** Clients that each send the next photo as soon as the last is answered. */
export async function load({ url, clients, bodies, until }: Load): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const others: Record<string, number> = {};
  const startedMs = performance.now();
  const options = {
    url,
    connections: clients,
    timeout: PATIENCE_S,
    ...('seconds' in until ? { duration: until.seconds } : { amount: until.requests }),
    requests: bodies.map((body) => ({
      method: 'POST' as const,
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from(body),
    })),
  };
  const { errors, timeouts } = await new Promise<autocannon.Result>((settle, fail) => {
    const running = autocannon(options, (cause: unknown, result) =>
      cause ? fail(cause as Error) : settle(result),
    );
    running.on('response', (_client, status, _bytes, ms) => {
      if (status === 200) latenciesMs.push(ms);
      else others[status] = (others[status] ?? 0) + 1;
    });
  });
  if (timeouts > 0) others['given up'] = timeouts;
  if (errors > timeouts) others['no answer'] = errors - timeouts;
  latenciesMs.sort((a, b) => a - b);
  const seconds = (performance.now() - startedMs) / 1000;
  return { clients, answered: latenciesMs.length, others, seconds, latenciesMs };
}

/** Requests a second. */
export function rateOf({ answered, seconds }: LoadResult): number {
  return answered / seconds;
}

/** A percentile of rising values. @param share in [0, 1] */
export function percentile(rising: readonly number[], share: number): number {
  return rising[Math.min(rising.length - 1, Math.floor(share * rising.length))] ?? Number.NaN;
}
