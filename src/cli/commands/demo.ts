import type { ArgsDef } from 'citty';
import { demoPhotos } from '../../toolkit/demo.ts';
import { identify } from '../../toolkit/identify.ts';
import { readFlags } from '../flags.ts';
import { withProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
import { identificationText } from './identify.ts';

const args = {
  out: { type: 'string', valueHint: 'DIR', description: 'Folder to write results to (default: quen-out)' },
} satisfies ArgsDef;

/** One in twenty, which the demo's 36 strangers are enough to promise. */
const DEMO_FPIR = 0.05;

/** `quen demo` */
export const demoCommand: QuenCommand = {
  args,
  run: async (rawArgs, signal) => {
    const { values } = readFlags(rawArgs, args);
    const out = typeof values['out'] === 'string' ? values['out'] : 'quen-out';
    const places = await demoPhotos();
    const { people, strangers, photos } = places;
    const options = `--people ${quoted(people)} --strangers ${quoted(strangers)} --photos ${quoted(photos)}`;
    process.stdout.write(`quen identify ${options} --fpir ${DEMO_FPIR} --out ${quoted(out)}\n`);
    const found = await withProgress('Reading photos', (onProgress) =>
      identify({ ...places, out, fpir: DEMO_FPIR }, { signal, onProgress }),
    );
    for (const photo of found.photos) {
      if (photo.kind !== 'searched') continue;
      for (const { decision, reason } of photo.faces) {
        if (decision.kind === 'identified')
          process.stdout.write(`  ${photo.photo}: ${decision.identity} (${reason})\n`);
      }
    }
    process.stdout.write(identificationText(found, out));
  },
};

function quoted(path: string): string {
  return /\s/.test(path) ? `'${path}'` : path;
}
