import { QuenError } from '../core/errors.ts';

/** The fault of a bundle that cannot be used. @param origin of the bundle, opens the message @param why a clause */
export function bundleFault(origin: string, why: string, cause?: unknown): QuenError {
  const message = `${origin} is not a usable bundle: ${why}. Copy it again, or make it again with 'quen train'.`;
  return new QuenError('BUNDLE_FORMAT', message, { cause });
}
