import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** A PostgreSQL with pgvector that answers on a port of this machine. */
export interface PgvectorServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Starts PGlite with its pgvector behind a socket, in memory: what a client of a real server sees, without one. All connections share one
 * session, and the messages of two that speak at once get mixed: let one speak at a time.
 */
export async function startPgvectorServer(): Promise<PgvectorServer> {
  const database = await PGlite.create({ extensions: { vector } });
  const server = new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1', maxConnections: 20 });
  await server.start();
  const address = server.getServerConn();
  return {
    url: `postgres://postgres:postgres@${address}/postgres`,
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      await database.close();
    },
  };
}
