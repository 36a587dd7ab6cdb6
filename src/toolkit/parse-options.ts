import type { z } from 'zod';
import { QuenError } from '../core/errors.ts';

/** Checks options that come from outside and fills in defaults. Throws `CONFIG_INVALID` naming each bad option. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const result = schema.safeParse(options, { error: complaint });
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`);
  throw new QuenError('CONFIG_INVALID', `${issues.join('; ')}.`);
}

/** What is wrong with one option, in plain words; undefined leaves it to the schema's own. */
function complaint(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'missing';
  if (Number.isNaN(issue.input)) return 'not a number';
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string'
        ? 'empty'
        : `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    default:
      return undefined;
  }
}
