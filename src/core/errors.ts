/** Every fault Quen throws, by a name that never changes; `docs/errors.md` has the cause and cure of each. */
export const QUEN_ERROR_CODES = [
  'ABORTED',
  'CONFIG_INVALID',
  'PHOTO_UNREADABLE',
  'PHOTO_TOO_LARGE',
  'PHOTO_TIMEOUT',
  'PHOTO_SET_ASIDE',
  'PHOTOS_UNREACHABLE',
  'PEOPLE_EMPTY',
  'PEOPLE_WITHOUT_FACE',
  'PHOTOS_EMPTY',
  'TABLE_INVALID',
  'RECIPE_INVALID',
  'GALLERY_FORMAT',
  'GALLERY_NETWORK_MISMATCH',
  'GALLERY_INDEX_MISMATCH',
  'INDEX_FORMAT',
  'BUNDLE_FORMAT',
  'BUNDLE_VERSION',
  'DIMENSION_MISMATCH',
  'EVALUATION_EMPTY',
  'SCORE_INVALID',
  'REPORT_INVALID',
  'HEAD_NOT_FITTED',
  'REJECTOR_NOT_FITTED',
  'REJECTOR_EVIDENCE',
  'NETWORK_UNKNOWN',
  'NETWORK_CARD_INVALID',
  'NETWORK_NOT_FOUND',
  'NETWORK_CHECKSUM',
  'NETWORK_UNREACHABLE',
  'NETWORK_UNRUNNABLE',
  'NETWORK_FILE_INVALID',
  'NETWORK_ARCHITECTURE_MISMATCH',
  'NETWORK_SELF_TEST',
  'OUTPUT_UNWRITABLE',
  'OUTPUT_FULL',
  'WORKER_CRASHED',
  'STORE_UNREACHABLE',
  'SHARD_DAMAGED',
  'SHARD_VERSION',
  'SHARD_MISMATCH',
  'JOBS_FAILED',
  'DATABASE_LOCKED',
  'DATABASE_UNREACHABLE',
  'DATABASE_FAILED',
  'DATABASE_VERSION',
  'ENCRYPTION_KEY',
  'KEY_REFUSED',
  'KEY_SCOPE',
  'NOT_FOUND',
  'CONFLICT',
  'SERVICE_BUSY',
] as const;

/** One of {@link QUEN_ERROR_CODES}. */
export type QuenErrorCode = (typeof QUEN_ERROR_CODES)[number];

/** A fault with a stable code; the message says what happened, where, and what to do. */
export class QuenError extends Error {
  /** Stable name of the fault. */
  readonly code: QuenErrorCode;

  /** @param code stable name @param message what, where, what to do @param options the underlying `cause` */
  constructor(code: QuenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QuenError';
    this.code = code;
  }
}

/** Whether a thrown value is a {@link QuenError}, of the given code if one is named. */
export function isQuenError(value: unknown, code?: QuenErrorCode): value is QuenError {
  return value instanceof QuenError && (code === undefined || value.code === code);
}

/** Throws `ABORTED` once the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new QuenError('ABORTED', 'Stopped on request. Run the same command to go on.');
}
