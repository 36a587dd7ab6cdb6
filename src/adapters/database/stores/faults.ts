import { QuenError } from '../../../core/errors.ts';

/** The fault of an id that is nothing's. */
export function notFound(
  what: 'collection' | 'person' | 'photo' | 'face' | 'key' | 'job' | 'change',
  id: string,
): QuenError {
  return new QuenError('NOT_FOUND', `There is no ${what} ${id}. It may have been removed.`);
}

/** The fault of something that what is there does not allow. */
export function conflict(message: string): QuenError {
  return new QuenError('CONFLICT', message);
}
