const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is a file, or lies below one, where a folder is needed',
  EISDIR: 'it is a folder',
  EEXIST: 'a file is in its place',
  EACCES: 'you have no permission',
  EPERM: 'the system does not permit it',
  EROFS: 'it is on a read-only disk',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
};

/** Why the file system refused something, in words for the middle of a sentence; its own words where we have none. */
export function faultReason(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : REASONS[code];
  return known ?? (cause instanceof Error ? cause.message : String(cause));
}
