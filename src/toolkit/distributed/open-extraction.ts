import { openObjectStore } from '../../adapters/object-store/open-object-store.ts';
import type { FaceWork } from '../../core/ports.ts';
import type { ObjectStore } from '../../jobs/object-store.ts';
import { distributeExtraction } from '../../pipeline/jobs/submit/distribute-extraction.ts';
import { distributeMeasures } from '../../pipeline/jobs/submit/distribute-measures.ts';
import { distributeViews } from '../../pipeline/jobs/submit/distribute-views.ts';
import type { DistributionPorts } from '../../pipeline/jobs/submit/distribution-ports.ts';
import type { DistributedOptions, ExtractionOptions } from '../extraction-options.ts';
import { type OpenExtraction, openLocalExtraction } from '../open-extraction.ts';
import { openQueue } from './open-queue.ts';
import { statFile } from './stat-file.ts';
import { markStore } from './store-mark.ts';
import { queueOf, stampOf, wayOf } from './way-of.ts';
import { workHere } from './work-here.ts';

/**
 * An extraction: in this process, or by workers where `distributed` says so; then this process waits for them. Throws `NETWORK_*`,
 * `OUTPUT_*`, `DATABASE_*` and `STORE_*`.
 */
export async function openExtraction(options: ExtractionOptions): Promise<OpenExtraction> {
  const extraction = await openLocalExtraction(options);
  const { distributed } = options;
  if (distributed === undefined) return extraction;
  try {
    return await distribute(extraction, options, distributed);
  } catch (cause) {
    await extraction[Symbol.asyncDispose]();
    throw cause;
  }
}

async function distribute(
  extraction: OpenExtraction,
  options: ExtractionOptions,
  distributed: DistributedOptions,
): Promise<OpenExtraction> {
  const store = await openObjectStore(distributed.store);
  const mark = await markStore(store);
  const opened = await openQueue(distributed.database);
  const place = { ...opened, store, mark, photosPerShard: distributed.photosPerShard };
  const { ports, measuring } = extraction;
  const portsFor = (wants?: FaceWork) => distributionPorts(extraction, { options, place, wants });
  return {
    ...extraction,
    ports: {
      ...ports,
      distribute: (photos, control) => distributeExtraction(photos, ports, portsFor(), control),
      distributeViews: (faces, settings, control) =>
        distributeViews({ faces, settings }, ports, portsFor({ kind: 'views', ...settings }), control),
    },
    measuring: {
      ...{ read: measuring.read, decode: measuring.decode, concurrency: measuring.concurrency },
      // Opened when it is asked for.
      get measures() {
        return measuring.measures;
      },
      distributeMeasures: (photos, control) =>
        distributeMeasures({ photos, measuring, extraction: ports }, portsFor({ kind: 'measures' }), control),
    },
    async [Symbol.asyncDispose]() {
      await opened.queue[Symbol.asyncDispose]();
      await extraction[Symbol.asyncDispose]();
    },
  };
}

interface Distribution {
  readonly options: ExtractionOptions;
  readonly place: Awaited<ReturnType<typeof openQueue>> & {
    readonly store: ObjectStore;
    readonly mark: string;
    readonly photosPerShard: number;
  };
  readonly wants: FaceWork | undefined;
}

function distributionPorts(
  extraction: OpenExtraction,
  { options, place, wants }: Distribution,
): DistributionPorts {
  const { queue, isEmbedded, store, mark, photosPerShard } = place;
  // Faces are measured without a network.
  const isMeasuring = wants?.kind === 'measures';
  const opened = isMeasuring ? { ...extraction, embedders: [] } : extraction;
  const needed = isMeasuring ? { ...options, networks: [] } : options;
  const described = wayOf(opened, needed, { store: mark, wants });
  const way = JSON.stringify(described);
  const stamp = stampOf(opened, wants);
  const { ports, measuring } = extraction;
  const ready = { kind: 'ready', ports, measuring, stamp, ...(wants && { wants }) } as const;
  return {
    ...{ queue, store, wayQueue: queueOf(described), way, photosPerShard, stamp },
    label: `${process.argv[2] ?? 'quen'}${wants === undefined ? '' : `, ${wants.kind}`}`,
    stat: statFile,
    onNotice: (text) => process.emitWarning(text, 'QuenNotice'),
    // Nobody else can reach a database that is within this process.
    ...(isEmbedded && { work: (stop) => workHere({ queue, store, way, ready }, stop) }),
  };
}
