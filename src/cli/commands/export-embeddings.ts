import type { ArgsDef } from 'citty';
import { QuenError } from '../../core/errors.ts';
import { type ExportedEmbeddings, exportEmbeddings, exportShards } from '../../toolkit/export-embeddings.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import { withProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
import { skippedText } from '../skipped-text.ts';
import { extractionArgs, extractionLists, extractionOptionsOf, present } from './extraction-args.ts';

const args = {
  photos: { type: 'string', valueHint: 'DIR', description: 'A folder of photos to embed' },
  store: {
    type: 'string',
    valueHint: 'DIR|s3://BUCKET/PREFIX',
    description: "Instead of photos: the store of 'quen worker', of which all finished shards are taken",
  },
  prefix: {
    type: 'string',
    valueHint: 'TEXT',
    description: 'What the names of the shards begin with (with --store)',
  },
  out: {
    type: 'string',
    valueHint: 'FILE',
    description: 'The Parquet file to write. Embeddings are personal data: it is made readable by you alone',
    required: true,
  },
  ...extractionArgs,
} satisfies ArgsDef;

/** `quen export embeddings` */
export const exportEmbeddingsCommand: QuenCommand = {
  args,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, args, extractionLists);
    const { photos, store, prefix, out } = flags.values;
    if ((photos === undefined) === (store === undefined))
      throw new QuenError('CONFIG_INVALID', 'Say where embeddings come from: --photos DIR, or --store DIR.');
    const options = present({ photos, store, prefix, out, ...extractionOptionsOf(flags) });
    const exported =
      store === undefined
        ? await withProgress('Reading photos', (onProgress) =>
            exportEmbeddings(options as Parameters<typeof exportEmbeddings>[0], { signal, onProgress }),
          )
        : await withProgress('Reading shards', (onProgress) =>
            exportShards(options as Parameters<typeof exportShards>[0], { signal, onProgress }),
          );
    process.stdout.write(exportedText(exported, String(out)));
  },
};

function exportedText({ photoCount, faceCount, failed, networks }: ExportedEmbeddings, out: string): string {
  const faces = `${counted(faceCount, 'face')} in ${counted(photoCount, 'photo')}`;
  const columns = networks.map(({ name, dimension }) => `  embedding_${name}: ${dimension} values\n`);
  return `${faces}: ${out}\n${columns.join('')}${skippedText(failed)}`;
}
