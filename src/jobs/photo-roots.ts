/** A folder of photos as the submitter sees it, and where a worker has it. */
export interface PhotoRoot {
  readonly from: string;
  readonly to: string;
}

/** A submitted path as a worker sees it; of several roots that fit, the longest counts. Unchanged where none fits. */
export function localPath(path: string, roots: readonly PhotoRoot[]): string {
  const fitting = roots
    .map(({ from, to }) => ({ from: withoutSlash(from), to: withoutSlash(to) }))
    .filter(({ from }) => path === from || path.startsWith(`${from}/`))
    .sort((a, b) => b.from.length - a.from.length);
  const [root] = fitting;
  return root === undefined ? path : root.to + path.slice(root.from.length);
}

function withoutSlash(folder: string): string {
  return folder.replace(/\/+$/, '');
}
