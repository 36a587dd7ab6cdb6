import { parseArgs } from 'node:util';
import type { ArgsDef } from 'citty';
import { QuenError } from '../core/errors.ts';

/** Values of a command's flags by name; a flag that was not given is absent. */
export interface Flags {
  readonly values: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly positionals: readonly string[];
}

/**
 * Reads flags strictly: an unknown flag, a missing value or a surplus argument is `CONFIG_INVALID`, never ignored.
 * A flag named in `lists` may be repeated, take several values in a row, or take them with commas between; an argument
 * named there takes all that follow.
 */
export function readFlags(rawArgs: readonly string[], args: ArgsDef, lists: readonly string[] = []): Flags {
  const named = Object.entries(args).filter(([, definition]) => definition.type !== 'positional');
  const options = Object.fromEntries(
    named.map(([name, definition]) => [
      name,
      {
        type: definition.type === 'boolean' ? ('boolean' as const) : ('string' as const),
        multiple: lists.includes(name),
      },
    ]),
  );
  const parsed = parseStrictly(spreadLists(rawArgs, lists), options);
  const positionalCount = Object.keys(args).length - named.length;
  const isOpenEnded = Object.keys(args).some((name) => lists.includes(name) && !(name in options));
  const surplus = isOpenEnded ? undefined : parsed.positionals[positionalCount];
  if (surplus !== undefined) {
    throw new QuenError(
      'CONFIG_INVALID',
      `The argument '${surplus}' is one too many. Quote names with spaces.`,
    );
  }
  const values = Object.fromEntries(
    Object.entries(parsed.values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, splitCommas(value)]],
    ),
  );
  return { values, positionals: parsed.positionals };
}

type Parsed = { values: Record<string, FlagValue | undefined>; positionals: string[] };
type FlagValue = string | boolean | (string | boolean)[];

function parseStrictly(
  rawArgs: string[],
  options: Record<string, { type: 'string' | 'boolean'; multiple: boolean }>,
): Parsed {
  try {
    return parseArgs({ args: rawArgs, options, allowPositionals: true, strict: true });
  } catch (cause) {
    const [firstSentence] = (cause instanceof Error ? cause.message : String(cause)).split('. ');
    const message = `${firstSentence?.replace(/\.?$/, '.')} Run the command with --help to see its flags.`;
    throw new QuenError('CONFIG_INVALID', message, { cause });
  }
}

/** `--network a b` becomes `--network a --network b`. */
function spreadLists(rawArgs: readonly string[], lists: readonly string[]): string[] {
  const out: string[] = [];
  let list: string | undefined;
  let hasValue = false;
  for (const arg of rawArgs) {
    if (arg.startsWith('-')) {
      list = lists.find((name) => arg === `--${name}`);
      hasValue = false;
      out.push(arg);
    } else {
      if (list !== undefined && hasValue) out.push(`--${list}`);
      hasValue = true;
      out.push(arg);
    }
  }
  return out;
}

function splitCommas(value: FlagValue): string | boolean | readonly string[] {
  if (!Array.isArray(value)) return value;
  return value.flatMap((item) => String(item).split(',')).filter((item) => item !== '');
}
