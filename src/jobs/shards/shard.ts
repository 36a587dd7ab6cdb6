import type { PhotoRecord } from '../photo-record.ts';

/** A network whose embeddings a shard holds. */
export interface ShardNetwork {
  /** Name of its card. */
  readonly name: string;
  /** Of its weights, hexadecimal. */
  readonly sha256: string;
  /** Length of its embeddings. */
  readonly dimension: number;
}

/** What decided the records of a shard. Shards of one stamp can be put together; of others they cannot. */
export interface ShardStamp {
  /** An id of everything that decides the results, such as a hash of settings and versions. */
  readonly decides: string;
  /** In the order of the records' embeddings. */
  readonly networks: readonly ShardNetwork[];
}

/** A closed shard: some photos with what extraction made of them. */
export interface Shard {
  readonly stamp: ShardStamp;
  /** In the order in which they were sealed. */
  readonly records: readonly PhotoRecord[];
}
