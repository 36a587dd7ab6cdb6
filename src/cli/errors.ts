import { isQuenError, type QuenErrorCode } from '../core/errors.ts';

/** Exit codes, by what the user has to look at. */
const EXIT_CODES: Readonly<Record<QuenErrorCode, number>> = {
  CONFIG_INVALID: 2,
  PEOPLE_EMPTY: 3,
  PEOPLE_WITHOUT_FACE: 3,
  PHOTOS_EMPTY: 3,
  TABLE_INVALID: 3,
  RECIPE_INVALID: 3,
  EVALUATION_EMPTY: 3,
  SCORE_INVALID: 3,
  REPORT_INVALID: 3,
  GALLERY_FORMAT: 3,
  GALLERY_NETWORK_MISMATCH: 3,
  GALLERY_INDEX_MISMATCH: 3,
  INDEX_FORMAT: 3,
  BUNDLE_FORMAT: 3,
  BUNDLE_VERSION: 3,
  DIMENSION_MISMATCH: 3,
  HEAD_NOT_FITTED: 3,
  REJECTOR_NOT_FITTED: 3,
  REJECTOR_EVIDENCE: 3,
  PHOTO_UNREADABLE: 3,
  PHOTO_TOO_LARGE: 3,
  PHOTO_TIMEOUT: 3,
  PHOTO_SET_ASIDE: 3,
  PHOTOS_UNREACHABLE: 3,
  NETWORK_UNKNOWN: 4,
  NETWORK_CARD_INVALID: 4,
  NETWORK_NOT_FOUND: 4,
  NETWORK_CHECKSUM: 4,
  NETWORK_UNREACHABLE: 4,
  NETWORK_UNRUNNABLE: 4,
  NETWORK_FILE_INVALID: 4,
  NETWORK_ARCHITECTURE_MISMATCH: 4,
  NETWORK_SELF_TEST: 4,
  OUTPUT_UNWRITABLE: 5,
  OUTPUT_FULL: 5,
  STORE_UNREACHABLE: 5,
  SHARD_DAMAGED: 3,
  SHARD_VERSION: 3,
  SHARD_MISMATCH: 3,
  JOBS_FAILED: 6,
  DATABASE_LOCKED: 6,
  DATABASE_UNREACHABLE: 6,
  DATABASE_FAILED: 6,
  DATABASE_VERSION: 6,
  ENCRYPTION_KEY: 6,
  KEY_REFUSED: 6,
  KEY_SCOPE: 6,
  NOT_FOUND: 6,
  CONFLICT: 6,
  SERVICE_BUSY: 6,
  WORKER_CRASHED: 70,
  ABORTED: 130,
};

/** Exit code for a fault nobody foresaw. */
const UNFORESEEN = 70;

/** The process exit code for whatever was thrown. */
export function exitCodeOf(cause: unknown): number {
  return isQuenError(cause) ? EXIT_CODES[cause.code] : UNFORESEEN;
}

/** What the user reads: the code and the message; a stack only for faults nobody foresaw. */
export function describeFault(cause: unknown): string {
  if (isQuenError(cause)) return `${cause.code}: ${cause.message}`;
  return `Unforeseen fault, please report it: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`;
}
