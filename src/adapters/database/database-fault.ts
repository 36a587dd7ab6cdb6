import { QuenError } from '../../core/errors.ts';

/** SQLSTATE class 08 and what sockets say: the server is not there. */
const UNREACHABLE = /^(08|57P0|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)/;

/** SQLSTATE class 22: a value that has no form in a table, such as a text with a NUL or a time before the year 1. */
const VALUE = /^22/;

/** The coded error for what a database threw; a {@link QuenError} stays as it is. */
export function databaseFault(cause: unknown): QuenError {
  if (cause instanceof QuenError) return cause;
  const { code = '', message = String(cause) } = cause as { code?: string; message?: string };
  if (code === '53100')
    return new QuenError('OUTPUT_FULL', 'The disk of the database is full. Free some space.', { cause });
  if (VALUE.test(code))
    return new QuenError(
      'CONFIG_INVALID',
      'A value cannot be kept: it holds a character, a number or a time that the database has no form for.',
      { cause },
    );
  if (UNREACHABLE.test(code) || /timeout|terminated/i.test(message)) {
    const advice = 'Check DATABASE_URL and that the server runs.';
    return new QuenError('DATABASE_UNREACHABLE', `The database does not answer: ${message}. ${advice}`, {
      cause,
    });
  }
  return new QuenError('DATABASE_FAILED', `The database refused a statement: ${message}.`, { cause });
}
