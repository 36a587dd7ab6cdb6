import type { QuenErrorCode } from '../../core/errors.ts';
import type { FaceRequest, FoundFaces, ViewRequest } from '../../core/ports.ts';
import type { CascadeOptions } from '../../detection/cascade.ts';
import type { DetectorCard, EmbedderCard, RestorerCard } from '../../networks/card.ts';
import type { Matrix } from '../../numerics/matrix.ts';

/** A network as a worker receives it: its card and its graphs in their order, shared between workers. */
export interface ShippedNetwork<Card> {
  readonly card: Card;
  readonly graphs: readonly SharedArrayBuffer[];
}

/** What a worker is started with. */
export interface WorkerSetup {
  /** Absent when photos come in aligned. */
  readonly detector?: ShippedNetwork<DetectorCard>;
  readonly embedders: readonly ShippedNetwork<EmbedderCard>[];
  /** Absent where crops are embedded as they are. */
  readonly restorer?: ShippedNetwork<RestorerCard>;
  readonly cascade: CascadeOptions;
}

/** What a worker's thread is given. */
export interface WorkerData extends WorkerSetup {
  /** One int32, shared: not 0 once the work is to end; passes through a network that have not begun are refused then. */
  readonly stop: SharedArrayBuffer;
}

/** One piece of work for a worker. */
export type WorkerRequest =
  | { readonly kind: 'faces'; readonly id: number; readonly request: FaceRequest }
  | { readonly kind: 'views'; readonly id: number; readonly request: ViewRequest };

/** The answer to one request, or the reason there is none; the first message of a worker says it is ready. */
export type WorkerResponse =
  | { readonly kind: 'ready' }
  | { readonly kind: 'found'; readonly id: number; readonly found: FoundFaces }
  | { readonly kind: 'embedded-views'; readonly id: number; readonly views: readonly Matrix[] }
  | {
      readonly kind: 'fault';
      readonly id: number | undefined;
      readonly code: QuenErrorCode;
      readonly message: string;
    };
