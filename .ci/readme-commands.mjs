// Prints the commands of a Markdown file's ```sh blocks, in order, to be run as one script.
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const blocks = [...readFileSync(file, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
if (blocks.length === 0) throw new Error(`${file} has no \`\`\`sh block.`);
process.stdout.write(blocks.map(([, commands]) => commands).join(''));
