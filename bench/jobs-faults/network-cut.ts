import { execFileSync, spawnSync } from 'node:child_process';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network namespace that reaches the database through a pair of virtual cards alone. */
export interface CutNetwork {
  readonly namespace: string;
  /** The database as workers within it see it. */
  urlOf(url: string): string;
  /** Takes the card down: packets vanish, and nobody is told. */
  cut(): void;
  mend(): void;
  remove(): void;
}

const NAMESPACE = 'quenfaults';
const [OUTER, INNER] = ['10.213.7.1', '10.213.7.2'];

/** Makes a namespace; undefined where this user may not. */
export async function cutNetwork(databasePort: number): Promise<CutNetwork | undefined> {
  removeNamespace();
  const ip = (args: string): void => void execFileSync('ip', args.split(' '), { stdio: 'pipe' });
  try {
    ip(`netns add ${NAMESPACE}`);
    ip('link add quenf0 type veth peer name quenf1');
    ip(`link set quenf1 netns ${NAMESPACE}`);
    ip(`addr add ${OUTER}/30 dev quenf0`);
    ip('link set quenf0 up');
    ip(`netns exec ${NAMESPACE} ip addr add ${INNER}/30 dev quenf1`);
    ip(`netns exec ${NAMESPACE} ip link set quenf1 up`);
  } catch {
    return undefined;
  }
  // The server listens to this machine alone.
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const inner = connect(databasePort, '127.0.0.1');
    for (const [a, b] of [
      [socket, inner],
      [inner, socket],
    ] as const) {
      a.pipe(b);
      a.on('error', () => b.destroy());
    }
  });
  const port = await listen(server);
  return {
    namespace: NAMESPACE,
    urlOf: (url) => url.replace(/127\.0\.0\.1:\d+/, `${OUTER}:${port}`),
    cut: () => ip('link set quenf0 down'),
    mend: () => ip('link set quenf0 up'),
    remove: () => {
      server.close();
      // Nobody is left in the namespace who would close them.
      for (const socket of sockets) socket.destroy();
      removeNamespace();
    },
  };
}

function removeNamespace(): void {
  spawnSync('ip', ['netns', 'del', NAMESPACE], { stdio: 'ignore' });
  spawnSync('ip', ['link', 'del', 'quenf0'], { stdio: 'ignore' });
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
  return (server.address() as { port: number }).port;
}
