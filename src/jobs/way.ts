import { z } from 'zod';

/**
 * All that decides what a shard of photos gives. A worker takes shards only of ways that are its own too, so that results are the same
 * bytes whoever made them.
 */
export const waySchema = z.strictObject({
  /** Version of Quen. */
  quen: z.string(),
  /** Versions of the engines that compute, and the platform, by name. */
  engines: z.record(z.string(), z.string()),
  /** Hash over the cards of the networks and the settings, as caches of results are named by. */
  decides: z.string(),
  /** In the order of the embeddings; the detector and the restorer come last. */
  networks: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
  /** What the networks are opened with: options of extraction, without the number of threads. */
  options: z.record(z.string(), z.json()),
  /** The views that are wanted of faces that were found; absent where the faces are wanted. */
  views: z.strictObject({ viewCount: z.int().min(0), seed: z.int() }).optional(),
  /** Whether measures are wanted of faces that were found. */
  measures: z.literal(true).optional(),
  /** Mark of the store that the shards go to. */
  store: z.string(),
});

/** All that decides what a shard of photos gives, and where it goes. */
export type Way = Readonly<z.infer<typeof waySchema>>;

/** Why a worker that has its own cannot work in this way, as clauses; empty where it can. */
export function wayDifferences(wanted: Way, own: Way): string[] {
  const differences: string[] = [];
  if (wanted.quen !== own.quen)
    differences.push(`it wants Quen ${wanted.quen}, and this worker is ${own.quen}`);
  for (const name of new Set([...Object.keys(wanted.engines), ...Object.keys(own.engines)]))
    if (wanted.engines[name] !== own.engines[name])
      differences.push(
        `it wants ${name} ${wanted.engines[name] ?? 'not at all'}, and this worker has ${own.engines[name] ?? 'none'}`,
      );
  if (wanted.store !== own.store)
    differences.push(
      "it was submitted with another store than this worker's: they do not see the same files",
    );
  for (const { name, sha256 } of wanted.networks) {
    const mine = own.networks.find((network) => network.name === name);
    if (mine?.sha256 !== sha256)
      differences.push(
        `it wants the network ${name} of the weights ${sha256.slice(0, 12)}, and ${weightsHere(mine)}`,
      );
  }
  if (differences.length === 0 && wanted.decides !== own.decides)
    differences.push('cards of its networks, or settings, are not those of this worker');
  return differences;
}

function weightsHere(mine: { readonly sha256: string } | undefined): string {
  return mine === undefined ? 'this worker has none of that name' : `here it has ${mine.sha256.slice(0, 12)}`;
}
