import { setTimeout as wait } from 'node:timers/promises';
import { SCOPES } from '../collections/scopes.ts';
import { QuenError } from '../core/errors.ts';
import { tidyJobs } from '../pipeline/collections/jobs/manage-jobs.ts';
import { eraseExpired } from '../pipeline/collections/manage-people.ts';
import { type MadeKey, makeKey } from '../toolkit/service/api-keys.ts';
import { type OpenService, openService } from '../toolkit/service/open-service.ts';
import type { ServiceOptions } from '../toolkit/service/service-options.ts';
import { createApp } from './app.ts';
import type { RequestEntry } from './guards/request-log.ts';
import { listen } from './listen.ts';
import { isLoopback, type ServerSettings } from './settings.ts';

/** What a service tells while it runs, each once. */
export interface ServeWatch {
  /** It takes requests. `firstKey`: made because a key is needed and there was none; its secret is told this once. */
  readonly onReady: (at: {
    readonly url: string;
    readonly needsKey: boolean;
    readonly firstKey?: MadeKey;
    readonly imported?: OpenService['imported'];
  }) => void;
  /** Each request once it is answered. */
  readonly onRequest?: (entry: RequestEntry) => void;
  /** One line of the log, as an object without names. */
  readonly onLog: (entry: Readonly<Record<string, unknown>>) => void;
}

/** How the service meets the network; see {@link ServerSettings}. */
export type ServeOptions = Omit<ServerSettings, 'needsKey' | 'maxBodyBytes' | 'rate' | 'keyRate'> & {
  /** Whether requests need a key; by default where other machines can reach the address. */
  readonly needsKey?: boolean;
  readonly rate?: ServerSettings['rate'];
  /** Requests a second that one key may make, and twice as many at once after a pause. */
  readonly keyPerSecond?: number;
};

const KEY_PER_SECOND = 100;
const RATE = { perSecond: 200, burst: 400 } as const;
const EXPIRY_CHECK_MS = 60_000;
/** Of multipart requests around their photos. */
const FORM_BYTES = 64 * 1024;

/**
 * Serves until the signal fires; then nothing new is taken, what was taken is finished, and all is closed. Throws what `openService` and `listen`
 * throw, and `WORKER_CRASHED` when the search thread has died.
 */
export async function serve(
  options: ServiceOptions,
  network: ServeOptions,
  watch: ServeWatch,
  signal: AbortSignal,
): Promise<void> {
  assertRate(network.keyPerSecond);
  await using service = await openService(options);
  const needsKey = network.needsKey ?? !isLoopback(network.host);
  const firstKey = needsKey ? await firstKeyOf(service) : undefined;
  const { keyPerSecond = KEY_PER_SECOND } = network;
  const settings: ServerSettings = {
    ...network,
    needsKey,
    maxBodyBytes: 2 * service.options.maxBytes + FORM_BYTES,
    rate: network.rate ?? RATE,
    keyRate: { perSecond: keyPerSecond, burst: 2 * keyPerSecond },
  };
  const report = (cause: unknown, request?: string): void =>
    watch.onLog({
      level: 'error',
      ...(request !== undefined && { request }),
      fault: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    });
  const app = createApp(service, settings, {
    report,
    stopping: signal,
    ...(watch.onRequest && { onRequest: watch.onRequest }),
  });
  await service.startJobs(report);
  const listening = await listen(app, settings);
  watch.onReady({
    url: listening.url,
    needsKey,
    ...(firstKey && { firstKey }),
    ...(service.imported && { imported: service.imported }),
  });
  const stopExpiring = new AbortController();
  const expiring = expire(service, report, stopExpiring.signal);
  const broken = await Promise.race([service.broken, aborted(signal)]);
  await listening.stop();
  stopExpiring.abort();
  await expiring;
  if (broken !== undefined) throw broken;
}

function assertRate(perSecond: number | undefined): void {
  if (perSecond === undefined || (Number.isFinite(perSecond) && perSecond >= 1)) return;
  throw new QuenError(
    'CONFIG_INVALID',
    `The rate of a key is at least 1 request a second, not ${perSecond}.`,
  );
}

async function firstKeyOf({ keys, ports }: OpenService): Promise<MadeKey | undefined> {
  const now = ports.now();
  const usable = (await keys.keys()).filter(
    ({ key }) => key.scopes.includes('admin') && key.revokedAt === undefined && (key.expiresAt ?? now) >= now,
  );
  if (usable.length > 0) return undefined;
  return await makeKey(
    keys,
    { name: 'first', scopes: ['admin'] },
    { held: SCOPES, id: ports.newId('key'), now },
  );
}

async function expire(
  service: OpenService,
  report: (cause: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await tidyJobs(service);
      const count = await eraseExpired(service);
      if (count > 0)
        await service.log.record([
          { at: service.ports.now(), action: 'retention.erase', detail: `${count} people` },
        ]);
    } catch (cause) {
      report(cause);
    }
    await wait(EXPIRY_CHECK_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
