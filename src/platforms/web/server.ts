import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { ConfigError } from '../../errors.ts';

const FIRST_PORT = 3000;
const TRIES = 100;
/** Below the 1,024 files that a process may usually have open. */
const SOCKETS = 800;
/** A request that takes longer to be sent is given up. */
const REQUEST_MS = 60_000;

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves an app.
 *
 * @param port 0 takes any free port; undefined takes 3000 or the next free one
 * @throws {ConfigError} when the chosen port is taken or not allowed, or the host is not an address of this machine
 */
export async function serveApp(app: Hono, host: string, port: number | undefined): Promise<RunningServer> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  // More than that many connections are refused by the system, not by a process without file handles.
  server.maxConnections = SOCKETS;
  server.requestTimeout = REQUEST_MS;
  const last = port ?? FIRST_PORT + TRIES - 1;
  for (let tried = port ?? FIRST_PORT; ; tried += 1) {
    try {
      await listen(server, host, tried);
      return { port: (server.address() as AddressInfo).port, close: () => close(server) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && tried < last) continue;
      throw new ConfigError([describeFailure(code, host, tried, port === undefined)]);
    }
  }
}

function describeFailure(
  code: string | undefined,
  host: string,
  port: number,
  isChosenByUs: boolean,
): string {
  if (isChosenByUs)
    return `PORT: no free port from ${FIRST_PORT} to ${port} on ${host}; choose one with PORT=…`;
  if (code === 'EADDRINUSE')
    return `PORT: ${port} is taken on ${host}; choose another, or leave PORT out to get the next free one`;
  if (code === 'EACCES')
    return `PORT: ${port} needs more rights than this process has; choose one above 1023`;
  return `HOST: cannot listen on ${host}:${port} (${code ?? 'unknown reason'}); leave HOST out to serve this machine only`;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Streams stay open for ever by design: without this, closing would wait for every browser.
    server.closeAllConnections();
  });
}
