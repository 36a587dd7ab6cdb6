/** Where photos and crops of faces are kept, by id. */
export interface PhotoVault {
  /** Acknowledged once it is on disk. Throws `OUTPUT_*`. */
  keepPhoto(photoId: string, bytes: Uint8Array): Promise<void>;
  keepCrop(faceId: string, jpeg: Uint8Array): Promise<void>;
  /** Undefined where none was kept. */
  photo(photoId: string): Promise<Uint8Array | undefined>;
  crop(faceId: string): Promise<Uint8Array | undefined>;
  /** Ids of what was written before a time. Half-written files of that time, which a killed process left, are removed. Throws `OUTPUT_*`. */
  writtenBefore(
    time: Date,
  ): Promise<{ readonly photoIds: readonly string[]; readonly faceIds: readonly string[] }>;
  /** Those that are not there are passed over. */
  remove(files: { readonly photoIds: readonly string[]; readonly faceIds: readonly string[] }): Promise<void>;
}
