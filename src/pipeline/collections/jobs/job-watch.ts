/** Tells those who follow a job that it changed; what changed they read themselves. */
export class JobWatch {
  readonly #followers = new Map<string, Set<() => void>>();
  #takers = new Set<() => void>();

  /** A photo was taken. */
  taken(jobId: string): void {
    for (const taker of this.#takers) taker();
    this.changed(jobId);
  }

  /** A job is not as it was. */
  changed(jobId: string): void {
    for (const follower of [...(this.#followers.get(jobId) ?? [])]) follower();
  }

  /** Calls back whenever a photo was taken. @returns ends it */
  onTaken(taker: () => void): () => void {
    this.#takers.add(taker);
    return () => this.#takers.delete(taker);
  }

  /** Settles at the job's next change, after some milliseconds, or when the signal fires. */
  async change(jobId: string, withinMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const followers = this.#followers.get(jobId) ?? new Set();
    this.#followers.set(jobId, followers);
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        followers.delete(end);
        if (followers.size === 0 && this.#followers.get(jobId) === followers) this.#followers.delete(jobId);
        resolve();
      };
      const timer = setTimeout(end, withinMs);
      signal.addEventListener('abort', end);
      followers.add(end);
    });
  }
}
