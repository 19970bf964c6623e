import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSafetensors, readTensor } from '../../src/compiler/safetensors.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limner-safetensors-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(header: string, data: Uint8Array, claimed = Buffer.byteLength(header)): Promise<string> {
  const path = join(folder, `${Math.random()}.safetensors`);
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(claimed));
  await writeFile(path, Buffer.concat([head, Buffer.from(header), data]));
  return path;
}
const entry = (dtype: string, shape: readonly number[], from: number, to: number): string =>
  JSON.stringify({ x: { dtype, shape, data_offsets: [from, to] } });

describe('openSafetensors', () => {
  it('reads names, shapes and places', async () => {
    const path = await file(entry('F32', [2], 0, 8), new Uint8Array(Float32Array.of(1.5, -2).buffer));
    const opened = await openSafetensors(path);
    expect(opened.entries).toMatchObject([{ name: 'x', dims: [2], length: 8 }]);
    expect([...(await readTensor(opened, 'x')).data]).toEqual([1.5, -2]);
  });

  it('reads halves', async () => {
    const path = await file(
      entry('F16', [3], 0, 6),
      new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0001).buffer),
    );
    expect([...(await readTensor(await openSafetensors(path), 'x')).data]).toEqual([1, -2, 2 ** -24]);
  });

  it.each([
    ['a header longer than the file', '{}', 0, 99_999_999_999, /the header claims 99999999999 bytes/u],
    ['a header that is no JSON', '{"x":', 4, undefined, /the header is no JSON/u],
    ['a header that is no list of tensors', '{"x": 3, "yy": 4}', 4, undefined, /holds no list of tensors/u],
    ['data outside the file', entry('F32', [4], 0, 16), 8, undefined, /x: its data ends outside the file/u],
    [
      'a shape that does not fill its bytes',
      entry('F32', [3], 0, 8),
      8,
      undefined,
      /\[3\] F32 does not fill 8 bytes/u,
    ],
  ])('refuses %s', async (_, header, bytes, claimed, message) => {
    const path = await file(header, new Uint8Array(bytes), claimed);
    await expect(openSafetensors(path)).rejects.toThrow(message);
    await expect(openSafetensors(path)).rejects.toMatchObject({ code: 'BAD_SAFETENSORS' });
  });

  it('refuses a type that it does not read, by name', async () => {
    const path = await file(entry('F4', [16], 0, 8), new Uint8Array(8));
    await expect(openSafetensors(path)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      message: expect.stringMatching(/\.safetensors: got x as F4, expected F32, F16, /u) as string,
      hint: expect.stringContaining('take the original ones') as string,
    });
  });

  it.each([
    ['U16', Uint16Array.of(0xffff), 0xffff],
    ['U32', Uint32Array.of(0xffffffff), 0xffffffff],
    ['U64', BigUint64Array.of(2n ** 40n), 2 ** 40],
    ['I8', Int8Array.of(-3), -3],
    ['F64', Float64Array.of(0.5), 0.5],
    ['F8_E4M3', Uint8Array.of(0x7e), 448],
    ['F8_E5M2', Uint8Array.of(0x7b), 57344],
  ])('reads %s', async (dtype, data, expected) => {
    const path = await file(entry(dtype, [1], 0, data.byteLength), new Uint8Array(data.buffer));
    expect([...(await readTensor(await openSafetensors(path), 'x')).data]).toEqual([Math.fround(expected)]);
  });
});
