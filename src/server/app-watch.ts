import type { RequestEntry } from './guards/request-log.ts';

/** What an app tells of what goes on. */
export interface AppWatch {
  /** Faults that are the service's own. @param requestId of the request that met it, if one did */
  readonly report: (cause: unknown, requestId?: string) => void;
  /** Each request once it is answered. */
  readonly onRequest?: (entry: RequestEntry) => void;
  /** Fires when nothing new is taken any more. */
  readonly stopping: AbortSignal;
}
