import { QuenError } from '../core/errors.ts';
import type { SkippedFile } from '../core/identification.ts';
import type { EmbeddedFace, ExtractedPhoto } from '../core/photo.ts';

/** With one photo nobody can tell whether it or the network is at fault. */
const LEAST_PHOTOS = 2;

/**
 * Throws `NETWORK_UNRUNNABLE` where a network failed on every face of every photo, of two photos or more: then the network is
 * at fault, or its card, and not a photo. Photos without a face say nothing.
 */
export function assertNetworksRun(photos: readonly ExtractedPhoto[]): void {
  const embedded = photos.filter(({ extraction }) => hasReachedNetworks(extraction));
  const [first] = embedded;
  if (first === undefined || embedded.length < LEAST_PHOTOS) return;
  for (const { network, reason } of failuresOf(first))
    if (embedded.every((photo) => failuresOf(photo).some((failure) => failure.network === network)))
      throw new QuenError(
        'NETWORK_UNRUNNABLE',
        `${network} failed on every face of all ${embedded.length} photos with a face. The first, ${first.photo.name}: ${reason} Leave the network out, or check its card with 'quen networks verify'.`,
      );
}

/** Photos that were judged without some of the networks, one entry for each photo and network. */
export function networkFailures(photos: readonly ExtractedPhoto[]): SkippedFile[] {
  return photos.flatMap(({ photo, extraction }) => {
    if (extraction.kind !== 'faces') return [];
    const byNetwork = new Map<string, string>();
    for (const { network, reason } of extraction.faces.flatMap(({ failures = [] }) => failures))
      if (!byNetwork.has(network)) byNetwork.set(network, reason);
    return [...byNetwork].map(([network, reason]) => ({
      path: photo.name,
      code: NETWORK_LEFT_OUT,
      reason: `Judged without ${network}, which failed on it: ${reason}`,
    }));
  });
}

/** The code of a photo that took part, but without a network that failed on it. */
export const NETWORK_LEFT_OUT = 'network-left-out';

type Failed = Pick<NonNullable<EmbeddedFace['failures']>[number], 'network' | 'reason'>;

function hasReachedNetworks(extraction: ExtractedPhoto['extraction']): boolean {
  return extraction.kind === 'faces' || (extraction.kind === 'failed' && extraction.failures !== undefined);
}

/** Networks that failed on all faces of a photo. */
function failuresOf({ extraction }: ExtractedPhoto): readonly Failed[] {
  if (extraction.kind === 'failed') return extraction.failures ?? [];
  if (extraction.kind === 'no-face') return [];
  const [first, ...others] = extraction.faces;
  return (first?.failures ?? []).filter(({ network }) =>
    others.every(({ failures = [] }) => failures.some((failure) => failure.network === network)),
  );
}
