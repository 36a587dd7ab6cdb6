import type { Context } from 'hono';
import { isQuenError, type QuenErrorCode } from '../../core/errors.ts';

/** The names the SDK makes exceptions of, with the status Rekognition documents for each. */
const STATUS = {
  AccessDeniedException: 400,
  ImageTooLargeException: 400,
  InternalServerError: 500,
  InvalidImageFormatException: 400,
  InvalidParameterException: 400,
  ResourceAlreadyExistsException: 400,
  ResourceInUseException: 400,
  ResourceNotFoundException: 400,
  SerializationException: 400,
  ThrottlingException: 500,
  UnknownOperationException: 400,
} as const;

type RefusalName = keyof typeof STATUS;

const NAMES: Readonly<Partial<Record<QuenErrorCode, RefusalName>>> = {
  CONFIG_INVALID: 'InvalidParameterException',
  CONFLICT: 'ResourceInUseException',
  DATABASE_LOCKED: 'ThrottlingException',
  DATABASE_UNREACHABLE: 'ThrottlingException',
  GALLERY_NETWORK_MISMATCH: 'InvalidParameterException',
  KEY_REFUSED: 'AccessDeniedException',
  KEY_SCOPE: 'AccessDeniedException',
  NOT_FOUND: 'ResourceNotFoundException',
  PHOTO_TIMEOUT: 'InvalidImageFormatException',
  PHOTO_TOO_LARGE: 'ImageTooLargeException',
  PHOTO_UNREADABLE: 'InvalidImageFormatException',
  SERVICE_BUSY: 'ThrottlingException',
};

const RETRY_AFTER_S = '1';

/** A request that cannot be answered, by the name the SDK knows. */
export class Refusal extends Error {
  readonly exception: RefusalName;

  /** @param exception as the SDK names it @param message what is wrong and what to do */
  constructor(exception: RefusalName, message: string) {
    super(message);
    this.name = 'Refusal';
    this.exception = exception;
  }
}

/** The answer for whatever was thrown. What is the service's own fault is told to the log and not to the caller. */
export function refusalOf(cause: unknown, context: Context, report: (cause: unknown) => void): Response {
  const name = nameOf(cause);
  const isOwn = name === 'InternalServerError';
  if (isOwn) report(cause);
  const message = isOwn ? 'The service failed; the log has why.' : (cause as Error).message;
  return jsonAnswer(context, { __type: name, message }, STATUS[name]);
}

function nameOf(cause: unknown): RefusalName {
  if (cause instanceof Refusal) return cause.exception;
  return (isQuenError(cause) ? NAMES[cause.code] : undefined) ?? 'InternalServerError';
}

/** An answer in the SDK's JSON. */
export function jsonAnswer(context: Context, body: object, status: 200 | 400 | 500): Response {
  const isThrottled = '__type' in body && body.__type === 'ThrottlingException';
  return context.body(JSON.stringify(body), status, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': crypto.randomUUID(),
    ...(isThrottled && { 'retry-after': RETRY_AFTER_S }),
  });
}
