import type { z } from 'zod';
import { QuenError } from '../core/errors.ts';

/** Checks options that come from outside and fills in defaults. Throws `CONFIG_INVALID` naming each bad option. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`);
  throw new QuenError('CONFIG_INVALID', `${issues.join('; ')}.`);
}
