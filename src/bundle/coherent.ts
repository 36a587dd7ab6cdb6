import type { NetworkStamp } from '../gallery/gallery.ts';
import type { HeadSnapshot } from '../heads/snapshot.ts';
import type { Bundle } from './bundle.ts';
import { bundleFault } from './bundle-fault.ts';

/**
 * Throws `BUNDLE_FORMAT` where the parts of a bundle contradict each other: heads of other networks or people than the
 * gallery's, networks whose hash is not the gallery's, arrays that do not fill their shapes, values that are not finite, no
 * calibration where the heads or a rejector reject.
 * @param origin opens the message
 */
export function assertCoherent(bundle: Bundle, origin: string): void {
  const why =
    networksProblem(bundle) ??
    firstProblem(bundle.heads.map(({ snapshot }) => headProblem(snapshot, bundle))) ??
    calibrationProblem(bundle);
  if (why !== undefined) throw bundleFault(origin, why);
}

function networksProblem({ manifest, gallery }: Bundle): string | undefined {
  const listed = (task: string): NetworkStamp[] =>
    manifest.networks.filter((network) => network.task === task);
  const isSame = (stamps: readonly NetworkStamp[], task: string): boolean =>
    keysOf(listed(task)) === keysOf(stamps);
  if (!isSame(gallery.embedders, 'embedder')) return 'its embedders are not those of its gallery';
  if (!isSame(gallery.detector ? [gallery.detector] : [], 'detector'))
    return 'its detector is not that of its gallery';
  return undefined;
}

function keysOf(stamps: readonly NetworkStamp[]): string {
  return JSON.stringify(stamps.map(({ name, sha256 }) => [name, sha256]));
}

function headProblem(snapshot: HeadSnapshot, { gallery }: Bundle): string | undefined {
  const { head, networks, dimension, columnCount, arrays } = snapshot;
  const embedders = gallery.embedders.map(({ name }) => name);
  if (JSON.stringify(networks) !== JSON.stringify(embedders))
    return `the head ${head} takes embeddings of ${networks.join(' + ')}, not of ${embedders.join(' + ')}`;
  if (dimension !== gallery.templates.cols)
    return `the head ${head} takes ${dimension} numbers, the gallery has ${gallery.templates.cols}`;
  const extraColumns = columnCount - gallery.identities.length;
  if (extraColumns !== 0 && extraColumns !== 1)
    return `the head ${head} knows ${columnCount} people, the gallery ${gallery.identities.length}`;
  for (const [name, { data, dims }] of Object.entries(arrays)) {
    if (data.length !== dims.reduce((product, dim) => product * dim, 1))
      return `the array ${name} of the head ${head} does not fill its shape`;
    if (!data.every(Number.isFinite))
      return `the array ${name} of the head ${head} holds a number that is not finite`;
  }
  return undefined;
}

function calibrationProblem({ decision, nonMatedHead, matedHead, gallery }: Bundle): string | undefined {
  if (matedHead !== undefined && matedHead.length !== gallery.identities.length)
    return 'its mated scores are not of the people of its gallery';
  if ((decision.rejection === 'rejector') !== (decision.rejector !== undefined))
    return 'it has the name of a rejector and none that rejects, or the other way round';
  return decision.rejection !== 'gallery' && nonMatedHead === undefined
    ? 'its heads or a rejector reject, but there is no calibration of their scores'
    : undefined;
}

function firstProblem(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
