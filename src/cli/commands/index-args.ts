import type { ArgsDef } from 'citty';
import { QuenError } from '../../core/errors.ts';
import type { Flags } from '../flags.ts';

/** The flags of the vector index that a gallery is searched through. */
export const indexArgs = {
  index: {
    type: 'string',
    valueHint: 'exact|usearch|pgvector',
    description:
      'Find the nearest templates by an index, for galleries of very many (default: compare with every template)',
  },
  'index-settings': {
    type: 'string',
    valueHint: 'NAME=VALUE,...',
    description: 'Settings of the index, such as m=16,ef-search=128',
  },
  'index-database': {
    type: 'string',
    valueHint: 'URL',
    description: 'PostgreSQL with pgvector, for --index pgvector (default: DATABASE_URL)',
  },
} satisfies ArgsDef;

/** The index a command line states; its options are checked by their schema. Throws `CONFIG_INVALID` for settings that are no `NAME=VALUE`. */
export function indexOptionsOf({ values }: Flags): Readonly<Record<string, unknown>> {
  const settings = values['index-settings'];
  return {
    index: values['index'],
    indexSettings: typeof settings === 'string' ? settingsOf(settings) : undefined,
    // A variable that is set to nothing is one that is not set.
    indexDatabase: values['index-database'] ?? (process.env['DATABASE_URL'] || undefined),
  };
}

function settingsOf(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => {
    const [name = '', value = '', ...rest] = pair.split('=').map((part) => part.trim());
    if (name !== '' && value !== '' && rest.length === 0) return [name, value] as const;
    throw new QuenError('CONFIG_INVALID', `index-settings: '${pair}' is not NAME=VALUE, as m=16 is.`);
  });
  return Object.fromEntries(pairs);
}
