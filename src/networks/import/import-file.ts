/** A file of weights in memory. */
export interface ImportFile {
  /** What messages call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}
