import { stripVTControlCharacters } from 'node:util';
import { type CommandDef, renderUsage } from 'citty';
import pc from 'picocolors';
import { nearestName } from '../networks/nearest-name.ts';
import { version } from '../version.ts';
import { COMMANDS, type NamedCommand } from './commands.ts';
import { describeFault, exitCodeOf } from './errors.ts';

/** Runs one command line. @param rawArgs without node and script @returns the exit code; output goes to the console */
export async function runCommandLine(rawArgs: readonly string[], signal: AbortSignal): Promise<number> {
  if (rawArgs[0] === '--version' || rawArgs[0] === '-v') return print(version);
  const chosen = chooseCommand(rawArgs);
  if (chosen === undefined) return await showOverview(rawArgs);
  const command = await chosen.command.load();
  if (rawArgs.includes('--help') || rawArgs.includes('-h'))
    return print(await usageText({ ...usageOf(chosen.name), args: command.args }));
  try {
    await command.run(chosen.rest, signal);
    return 0;
  } catch (cause) {
    process.stderr.write(`${pc.red('quen:')} ${describeFault(cause)}\n`);
    return exitCodeOf(cause);
  }
}

interface Chosen {
  readonly name: string;
  readonly command: NamedCommand;
  readonly rest: readonly string[];
}

function chooseCommand(rawArgs: readonly string[]): Chosen | undefined {
  for (const wordCount of [2, 1]) {
    const name = rawArgs.slice(0, wordCount).join(' ');
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command !== undefined) return { name, command, rest: rawArgs.slice(wordCount) };
  }
  return undefined;
}

async function showOverview(rawArgs: readonly string[]): Promise<number> {
  const [word] = rawArgs;
  const isHelp = word === undefined || word === '--help' || word === '-h' || word === 'help';
  const isGroup = Object.keys(COMMANDS).some((name) => name.startsWith(`${word} `));
  const overview = await usageText({
    meta: { name: 'quen', version, description: 'Who is in each photo, or unknown.' },
    subCommands: Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, usageOf(name)])),
  });
  if (isHelp) return print(overview);
  const complaint = isGroup ? groupComplaint(rawArgs) : unknownCommand(word);
  process.stderr.write(`${overview}\n\n${pc.red('quen:')} CONFIG_INVALID: ${complaint}\n`);
  return 2;
}

/** What is wrong with `quen networks` or `quen networks pul`. */
function groupComplaint([group, word]: readonly string[]): string {
  const names = Object.keys(COMMANDS).filter((name) => name.startsWith(`${group} `));
  const isWord = word !== undefined && !word.startsWith('-');
  const problem = isWord ? `There is no command '${group} ${word}'` : `'quen ${group}' needs one more word`;
  return `${problem}: ${names.map((name) => `quen ${name}`).join(', ')}.`;
}

function unknownCommand(word: string): string {
  const nearest = nearestName(word, Object.keys(COMMANDS));
  const hint = nearest === undefined ? '' : ` Did you mean 'quen ${nearest}'?`;
  return `There is no command '${word}'.${hint}`;
}

/** citty colours its text wherever it goes; a file or a pipe gets it plain. */
async function usageText(command: CommandDef): Promise<string> {
  const text = await renderUsage(command);
  return pc.isColorSupported ? text : stripVTControlCharacters(text);
}

function usageOf(name: string): CommandDef {
  const { description } = COMMANDS[name] as NamedCommand;
  return { meta: { name: `quen ${name}`, description } };
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}
