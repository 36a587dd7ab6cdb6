// Started by drawings.ts in a process of its own, as Quen blocks the reading of SVG in its process: node draw-faces.mjs PACKAGES OUT
// STYLE COUNT writes COUNT JPEG files.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';

const [packages, out, style, count] = process.argv.slice(2);
const require = createRequire(join(packages, 'package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const { createAvatar } = await load('@dicebear/core');
const styles = await load('@dicebear/collection');
mkdirSync(out, { recursive: true });
for (let n = 0; n < Number(count); n++) {
  const svg = createAvatar(styles[style], { seed: `${style}${n}` }).toString();
  const drawn = sharp(Buffer.from(svg), { density: 300 }).resize(300, 300).flatten({ background: '#b6e3f4' });
  await drawn.jpeg({ quality: 85 }).toFile(join(out, `${n}.jpg`));
}
