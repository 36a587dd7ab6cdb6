// npx tsx bench/flip-labels.ts TABLE PERCENT [SEED]: prints the table with that share of its labels changed to another
// person's, for measuring what wrong labels cost.
import { readFileSync } from 'node:fs';
import { seededRandom, shuffled } from '../src/numerics/random.ts';

const [table = '', percent = '10', seed = '1'] = process.argv.slice(2);
const [header = '', ...lines] = readFileSync(table, 'utf8').trim().split(/\r?\n/);
const labels = lines.map((line) => line.slice(line.lastIndexOf(',') + 1));
const people = [...new Set(labels)];
const random = seededRandom(Number(seed));
const count = Math.round((lines.length * Number(percent)) / 100);
const flipped = new Set(shuffled([...lines.keys()], random).slice(0, count));
const rows = lines.map((line, n) => {
  if (!flipped.has(n)) return line;
  const others = people.filter((person) => person !== labels[n]);
  return `${line.slice(0, line.lastIndexOf(','))},${others[Math.floor(random() * others.length)]}`;
});
console.log([header, ...rows].join('\n'));
