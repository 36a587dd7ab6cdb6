import { createSession } from '../../src/adapters/onnx/session.ts';
import type { Head, TrainingSet } from '../../src/heads/head.ts';
import { restoreHead } from '../../src/heads/restore-head.ts';
import type { HeadSnapshot } from '../../src/heads/snapshot.ts';
import { snapshotOf } from '../../src/heads/trained-snapshot.ts';
import { TRAINED_SPECS } from '../../src/heads/trained-spec.ts';
import { initialParameters } from '../../src/heads/training/architecture.ts';
import { seededRandom } from '../../src/numerics/random.ts';

/** A trained head of some people, with weights as before its training but so large that its scores differ. */
export function trainedSnapshot(
  name: keyof typeof TRAINED_SPECS,
  foldCount: number,
  set: TrainingSet,
): HeadSnapshot {
  const { shape, scores } = TRAINED_SPECS[name];
  const architecture = { ...shape, dimension: set.rows.cols, classCount: set.identities.length };
  const random = seededRandom(3);
  const heads = Array.from({ length: foldCount }, () =>
    Object.fromEntries(
      Object.entries(initialParameters(architecture, random)).map(([parameter, values]) => [
        parameter,
        values.map((value) => 10 * value + random() - 0.5),
      ]),
    ),
  );
  return snapshotOf({ architecture, scores, heads }, { head: name, scoreKind: scores, set });
}

/** The head of a snapshot; it refuses to learn anew. */
export function restoredHead(snapshot: HeadSnapshot): Head {
  return restoreHead(snapshot, {
    open: (graph) => createSession(graph, { threads: 1 }),
    train: async () => {
      throw new Error('Nothing is trained here.');
    },
  });
}
