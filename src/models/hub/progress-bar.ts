/** Shows how far a download is. */
export interface ProgressBar {
  update(doneBytes: number): void;
  end(): void;
}

const WIDTH = 24;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 1234567 → `1.2 MB` */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/**
 * A bar on a terminal, redrawn in place; a line every tenth elsewhere, so that a log stays readable.
 *
 * @param startBytes  what was there already; the speed counts from here
 */
export function createProgressBar(
  label: string,
  totalBytes: number,
  startBytes: number,
  stream: Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean } = process.stderr,
): ProgressBar {
  const started = performance.now();
  let shown = -1;
  return {
    update(doneBytes) {
      const share = totalBytes === 0 ? 1 : doneBytes / totalBytes;
      const mark = Math.floor(share * (stream.isTTY === true ? 1000 : 10));
      if (mark === shown) return;
      shown = mark;
      const rate = (doneBytes - startBytes) / Math.max(0.001, (performance.now() - started) / 1000);
      const figures = `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}, ${formatBytes(Math.round(rate))}/s`;
      const full = Math.round(share * WIDTH);
      if (stream.isTTY === true)
        stream.write(`\r${label} [${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}] ${figures}\u001B[K`);
      else stream.write(`${label}: ${Math.floor(share * 100)} %, ${figures}\n`);
    },
    end() {
      if (stream.isTTY === true && shown !== -1) stream.write('\n');
    },
  };
}
