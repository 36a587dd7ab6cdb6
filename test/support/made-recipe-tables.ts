import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from './temporary-folder.ts';

/** What the small tables of {@link madeRecipeTables} come to under the method's recipe. */
export const MADE_ROWS = {
  pseudoTrain: 'image,label\na.png,3\nb.png,1000\nd.png,1000\n',
  step2: 'image,label\nc.png,1000\na.png,3\n',
};

const DISTANCES: Readonly<Record<string, readonly number[]>> = {
  'model-r100-ii': [0.5, 1.6, 1.2, 0.7],
  'model-r34-amf': [0.6, 1.3, 1.2, 0.7],
  'model-r50-am-lfw': [0.4, 1.4, 1.2, 0.7],
  'model-y1-test2': [0.5, 1.2, 1.2, 0.7],
};

/** A folder of tables as the method's author published them, of four photos; some packed, in other orders. */
export function madeRecipeTables(): string {
  const folder = temporaryFolder();
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'distances'));
  write('pseudo_test.csv', 'image,label,prob\na.png,3,0.9\nd.png,9,0.3\nc.png,5,0.2\nb.png,4,0.05\n');
  write(
    'pseudo_test_step2.csv',
    'image,label,prob\nc.png,1000,0.8\na.png,3,0.99\nb.png,4,0.5\nd.png,9,0.65\n',
  );
  write('no-face.txt', 'd.png\n');
  for (const [name, values] of Object.entries(DISTANCES)) {
    const rows = ['a', 'b', 'c', 'd'].map((photo, i) => `${i},${photo}.png,${values[i]},1,x.png\n`);
    const text = `,image,dist,label_predict,match\n${rows.join('')}`;
    if (name.endsWith('amf')) write(`distances/${name}.csv`, text);
    else writeFileSync(join(folder, `distances/${name}.csv.gz`), gzipSync(text));
  }
  return folder;
}
